"""Rounds: the couriers' day: which items go on whose round, in which order, loaded and accounted for.

Words: a *round* (tuyến phát, bản kê BD13) is one courier's list for one shift; a *stop* an item on it; a *planner* turns a
unit's items and couriers into rounds (a plain one here; the routing engine takes its seat).

Invariants:
    1. An item stands on at most one open round.
    2. Only what was scanned at loading can be reported delivered (the custody book refuses the rest).
    3. A round closes when nothing of it is still in the courier's hands: no item, no đồng.
    4. A unit's day closes when its rounds, tills and both books agree.
"""
