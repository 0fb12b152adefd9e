"""Verbs of the money book: posting, holds, vouchers, tills, pouches, closings."""
