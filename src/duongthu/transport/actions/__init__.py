"""Verbs of transport: bags, dispatches and trips, openings."""
