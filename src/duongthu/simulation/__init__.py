"""Simulation: a province's days, played through the real acts only; a seed in, a report out.

Words: a *world* is the loaded province with its people; a *scene* is one thing that happens at one moment (a counter's
hour, a trip's call at a stop, a courier's report); a *fault* is what goes wrong on purpose; a *checker* proves both laws
after each hour.

Invariants:
    1. All chance comes from the seed and the scene's label: the same seed plays the same day, whatever happened before.
    2. Every command id comes from the seed and the label: a day played again after a kill repeats nothing.
    3. State changes through acts only; the scenes read through queries like any desk.
"""
