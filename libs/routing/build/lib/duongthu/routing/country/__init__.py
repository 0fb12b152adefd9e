"""Many hubs at once: each hub's day is a problem of its own, so they are planned side by side, on one machine or many.

Words: a *hub* is one post's problem with its budget; an *executor* plans them: this process, or the workers of a Dask
cluster.

Invariants: a hub that is done is on disk before the next is counted; a rerun plans only hubs whose problem, budget or seed
changed; a kept plan is counted again before it is believed; a hub that fails is named and stops no other.
"""
