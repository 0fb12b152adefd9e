"""Reading the custody book: where a thing is and was, what lies where, the tariff in force."""
