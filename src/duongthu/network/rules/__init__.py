"""Pure rules of the room: units, the import, roads, the timetable, the reference files."""
