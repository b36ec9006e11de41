"""The chapters of the story; each does one thing that people or systems of a municipality do."""
