"""Mail routes: the timetable, proposals, late trips."""
