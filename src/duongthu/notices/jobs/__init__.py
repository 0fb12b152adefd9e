"""What happens by the clock: messages are handed to the gateway."""
