"""Reading transport: what runs and waits, proposals of mail routes, and what a late trip puts at risk."""
