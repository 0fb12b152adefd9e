"""What happens in a province's day, one module a place: counters, trips, rounds, cash."""
