"""Transactions from CSV and XLSX files, by a declarative profile: all of a file or none."""
