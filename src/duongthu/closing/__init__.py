"""Closing: a unit's day and the province's month are shut when every room says that nothing is open.

Words: a *condition* is what one room asks before a day is shut (``acts.conditions``); a *proof* is what the custody book says
of a unit's things at the close.

Invariants:
    1. A day is shut with both laws proven: Σ in the money book, and stock then + taken − given = stock now.
    2. Nobody books into a period while it is shut: who books shares its lock, who closes has it alone.
    3. This room knows none of the rooms whose conditions it asks.
"""
