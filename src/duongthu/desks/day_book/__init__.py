"""The day book down to entries, papers and acts."""
