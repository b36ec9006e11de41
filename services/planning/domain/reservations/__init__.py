"""Reservations: hours promised to subprojects, and until when they can be asked for in time."""
