"""The demonstration: the story of a fictional municipality through the real services."""
