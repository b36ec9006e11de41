"""Steering: what asks for somebody's attention or decision."""
