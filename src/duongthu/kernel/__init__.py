"""Kernel: the words every room shares; pure Python, no Django.

``Dong`` (money), the clock and business date, the working calendar, identifiers (S10, CCCD, phone …), Vietnamese text,
amounts in words, and ``Refusal``, the named "no".
"""
