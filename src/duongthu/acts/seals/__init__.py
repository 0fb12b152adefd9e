"""Seals: a Merkle tree (RFC 6962) over all journal rows, its roots chained, its proofs checkable by outsiders.

Words: a *leaf* is one journal row; a *tile* is 256 consecutive leaves; a *seal* is the root over all leaves so far.
"""
