"""Routing: plans rounds. A library of its own rank: NumPy and a little C, nothing of Django, nothing of the post's tables.

Words: a *place* is a depot or a stop, by number, depots first; a *stop* is visited once; a *round* is what one vehicle rides;
a *plan* is all rounds and the stops left out, each with its reason; the *price* of a plan is what the search makes small.

Invariants: a plan it gives has passed its own count (``counting.py``), which shares no code with the search; the time
budget is kept to one second; the same seed and number of steps give the same plan.
"""
