"""Acts of the room: people and posts, devices, sign-ins; and what is noted about sign-ins beside the act log."""
