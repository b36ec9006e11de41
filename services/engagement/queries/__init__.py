"""What engagement answers: SQL to typed rows."""
