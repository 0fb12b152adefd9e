"""Pure rules of the custody book: states and moves, failure reasons, postage."""
