"""Attendance lists from CSV and XLSX files: all of a list or none."""
