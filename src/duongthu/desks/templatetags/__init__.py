"""What templates of the desks load."""
