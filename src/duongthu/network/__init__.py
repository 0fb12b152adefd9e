"""Network: where the post is and how its mail moves, through time.

Words: a *commune* is an administrative unit (xã, phường, thị trấn) from a day until a day; a *unit* is a
place of the post (province, processing centre, district, office, culture post, pay point, counter, commune
post, exchange); a *placement* says under which unit, in which commune and by which name a unit stood from a
day until a day; a *reach* is a unit and all that lies below it on a day; a *mail route* is a timetabled tour
of level 1, 2 or 3, a *trip* its run on a day; a *hamlet* is a part of a commune by which an address lies on
the ground; the *built* graph joins places by made-up roads, *brought* roads come from an operator's map extract.

Invariants:
    1. On each day of its life a unit has exactly one placement; placements of one unit never overlap.
    2. The placements of one day form a forest: no unit lies below itself.
    3. What a dated query answered for a past day it answers for ever: a move changes only later days.
    4. Brought roads hold from the day they were taken in, never before.
    5. A routing service is asked for today and later days only; past days keep the roads they had.
    6. Every row that stands for no real place is marked synthetic.
"""
