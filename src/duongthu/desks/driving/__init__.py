"""The driver's desk: the trip he drives, stop by stop."""
