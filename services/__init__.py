"""The services: planning, engagement and metrics. They know each other only through events."""
