"""Transport: bags, dispatches and trips of the mail routes.

Words: a *bag* (túi) holds items from one unit to the next under a seal; a *dispatch* (chuyến thư) is all bags closed at one
time for one unit; a *trip* (chuyến xe) is one run of a mail route; an *irregularity* (biên bản) is what an opening found
short, over or mis-sent.

Invariants:
    1. An item lies in at most one bag; a closed bag's content, weight and seal do not change.
    2. A bag under way is on its driver's name until the unit it is put down at takes it; one that stays away is named.
    3. An opening compares what was put in with what comes out, and names the closing unit, person and seal of each difference.
"""
