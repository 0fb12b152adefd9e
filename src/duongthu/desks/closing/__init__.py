"""The close of the day."""
