"""What can be done: one function per command, in the caller's transaction."""
