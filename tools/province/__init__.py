"""Builds the data files of the reference province from published tables; choices are stated where made."""
