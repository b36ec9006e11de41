"""What planning is told to do: load, decide, save, and record the events. The caller commits."""
