"""The second pair of eyes."""
