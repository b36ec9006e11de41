"""The three services of Draagvlak: planning, engagement and metrics. They know each other only through events."""
