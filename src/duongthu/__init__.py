"""Đường Thư: the operating system of a provincial post."""

__version__ = "0.1.0"
