"""When milestones are likely to be reached, and how long subprojects took."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Text

from services.planning.tables.schema import metadata, to

# As the plan was on the day that a subproject started, in days from the first up to and including
# the last; the actual days once it is completed.
duration_history = Table(
    "duration_history",
    metadata,
    to("subprojects", "subproject_id", key=True),
    Column("started_on", Date, nullable=False),
    Column("planned_days", Integer, nullable=False),
    Column("actual_days", Integer),
    CheckConstraint("planned_days > 0"),
    CheckConstraint("actual_days > 0"),
)

# Of milestones still to come in a programme that is not completed. Null: not within the horizon.
forecasts = Table(
    "forecasts",
    metadata,
    to("milestones", "milestone_id", key=True),
    Column("p50", Date),
    Column("p80", Date),
)

# What a programme's forecasts were made of, so that the same is not simulated twice.
forecast_runs = Table(
    "forecast_runs",
    metadata,
    to("programmes", "programme_id", key=True),
    Column("made_of", Text, nullable=False),
    Column("made_on", Date, nullable=False),
)
