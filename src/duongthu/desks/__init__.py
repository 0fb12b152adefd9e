"""The web screens, cut by desk (floor 10): each desk parses, calls one act or query, and renders.

Words: a *desk* is one kind of work (counter, control, cash…); ``ui`` is what all desks share.
Invariants: no rule of the post is decided here; no style or script stands in a page, only in ``ui``'s files.
"""
