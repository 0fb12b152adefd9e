"""The people desk: who works where, with which roles, sign-in, devices; and the thresholds of four eyes."""
