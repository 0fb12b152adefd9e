"""The search for problems in which only capacity binds: rounds as linked chains, a step's cost independent of their length."""
