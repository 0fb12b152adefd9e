"""Verbs of the custody book: moves, acceptance, delivery outcomes, corrections, other operators' events."""
