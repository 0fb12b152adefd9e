"""Pure rules of transport: openings, what a timetable reaches, and mail routes drawn anew."""
