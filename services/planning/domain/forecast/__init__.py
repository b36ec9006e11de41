"""The forecast: when milestones are likely to be reached."""
