"""The dispatcher's desk: rounds of a post or a district on a map and as lists, drawn, moved, drawn anew."""
