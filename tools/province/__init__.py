"""Builds the data files of the reference province from published tables; every choice is stated where it is made."""
