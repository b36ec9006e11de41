"""The read side of planning: SQL to typed rows."""
