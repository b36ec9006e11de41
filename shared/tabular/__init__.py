"""Rows of CSV and XLSX files, read by a declarative profile: every flaw of every row is told."""
