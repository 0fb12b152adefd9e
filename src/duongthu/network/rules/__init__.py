"""Pure rules of the room: units, the import of a workbook, roads, the timetable, the files of the reference province."""
