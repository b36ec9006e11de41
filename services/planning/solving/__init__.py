"""Scheduling problems from files, solved by the same core that plans the municipality."""
