"""Pure rules of the room: roles and posts (posts), delays of wrong sign-ins and pass phrases (signing_in)."""
