"""Seals: a Merkle tree over all journal rows, its roots chained and sent out, its proofs checkable by outsiders.

Words: a *leaf* is one journal row; a *tile* is 256 consecutive leaves; a *seal* is the root over all leaves so far.
"""
