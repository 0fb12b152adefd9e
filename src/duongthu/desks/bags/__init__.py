"""Bags between drivers' hands and units: put down, taken, absent, given up."""
