"""Reading the money book: balances now and at any past moment, the day book, the morning equation."""
