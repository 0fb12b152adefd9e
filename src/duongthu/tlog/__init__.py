"""Transparency logs as a library: Merkle trees (RFC 6962), tiles, signed checkpoints, witnesses. Nothing of Django.

Words: a *leaf* is one row's hash; a *tile* is 256 consecutive hashes of one level; a *checkpoint* says how many leaves a log
has and their root; a *note* is a checkpoint under signatures; a *witness* cosigns logs that only grew.
"""
