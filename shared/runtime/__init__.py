"""Running services: settings, logging, clock, telemetry, and the life of a service from start to
stop.
"""
