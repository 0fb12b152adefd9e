"""Printed labels: what stands on an item, a package and a bag, drawn as PDF pages.

Words: a *label* is the text and the symbols of one thing; a *band* is one horizontal strip of a label; a *sheet* is how
labels lie on paper (a roll of one size, or stickers on A4).
Invariants: bar code and QR say exactly the code people scan; no text leaves its band, whatever its length; labels are
Vietnamese in every language of the screens, for the next one to read them is a sorter, not the one who prints.
"""
