"""What is done with rounds: planned, loaded, reported, changed under way, closed."""
