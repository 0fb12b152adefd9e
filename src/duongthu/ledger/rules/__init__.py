"""Pure rules of the money book: purposes, transfers line by line, notes."""
