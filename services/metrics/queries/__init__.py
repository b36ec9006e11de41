"""What can be asked: SQL to typed rows."""
