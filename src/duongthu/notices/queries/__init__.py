"""Reading the outbox and the settings of the door."""
