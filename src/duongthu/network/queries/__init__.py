"""Reading the room: a day of the network in memory, and the questions it answers."""
