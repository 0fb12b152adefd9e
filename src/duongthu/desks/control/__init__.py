"""The control room: the province at a glance, trips of the day."""
