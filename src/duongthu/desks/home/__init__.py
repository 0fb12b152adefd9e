"""The first page after sign-in: one's day."""
