"""The shared part of all desks: design tokens, parts, keys, the map, and the page that shows them all.

Words: a *part* is a piece of a page with one template and one frozen dataclass; a *tone* says how things
stand (done, going, hold, late, idle, void) and always shows as text, shape and colour together; the *seat*
is who works where.
Invariants: strict content-security policy, WCAG 2.2 AA in both themes, usable at 390 px, Vietnamese first.
"""
