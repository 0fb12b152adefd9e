"""Reading rounds: figures in force, what waits, what was learnt, lists and their progress, a unit's day."""
