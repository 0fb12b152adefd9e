"""Reading what closings kept and what stands in their way."""
