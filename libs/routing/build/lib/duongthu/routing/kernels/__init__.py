"""The inner loops, in C: compiled once a machine at installation, loaded through cffi; no step of a search is made in Python.

``kernels.h`` is all Python sees of them, and says what the records of its arrays look like; ``all.c`` is the one unit compiled.
"""
