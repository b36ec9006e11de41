"""The plan: subprojects, milestones and hours, and what a change of them breaks."""
