"""Template tags of the shared part."""
