"""The rules of planning: decide and compute. No I/O; the day of today is always handed in."""
