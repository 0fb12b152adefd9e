"""The search for problems in which more than capacity binds: windows, shifts, skills, several depots, couriers' own stops.

A round is a chain whose every node knows the schedule of what lies before it and of what lies behind it; so a stop is tried at a
place in constant time, however long the round, and ways there and back may differ.
"""
