"""Staff: the people who act, the posts they hold, their devices and sign-in.

Words: a *person* works for the post or for a partner; a *post held* is a role at a unit from a day until a
day (the last day not counted); a *device* is a phone or scanner handed to a unit; *incompatible roles* are
pairs of roles that no person may hold at once, each pair under a named rule.

Invariants:
    1. On no day does a person hold two roles that a rule keeps apart, at whatever units.
    2. A person holds the same role at the same unit at most once a day.
    3. A sign-in belongs to one person, a person has at most one sign-in.
    4. A post that ended is never reopened or lengthened; who held what on a past day stays answerable.
"""
