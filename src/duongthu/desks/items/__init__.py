"""Items, bags, scans and their labels."""
