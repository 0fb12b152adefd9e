"""Couriers' rounds: the board, lists, plans, changes, and a courier's own list."""
