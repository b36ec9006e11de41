"""What lessens and what shapes what can be given: hours, mastery, absence, counter duty, peaks.

What is about a person is kept only under the works council's consent and emptied when it ends
(`PERSON_LEVEL`). There is no column for why somebody is absent, and there will be none.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.planning.tables.schema import (
    id_column,
    level_check,
    metadata,
    one_of,
    to,
    version_column,
)

staff_hours = Table(
    "staff_hours",
    metadata,
    to("staff", "staff_id", key=True),
    Column("from_date", Date, primary_key=True),
    Column("weekly_minutes", Integer, nullable=False),
    Column("project_percent", SmallInteger, nullable=False),
    Column("working_days", ARRAY(SmallInteger), nullable=False),
    CheckConstraint("weekly_minutes >= 0"),
    CheckConstraint("project_percent BETWEEN 0 AND 100"),
)

# `judged_on` and `judged_by` are empty where nobody has judged the level yet.
staff_expertises = Table(
    "staff_expertises",
    metadata,
    to("staff", "staff_id", key=True),
    to("expertises", "expertise_id", key=True),
    Column("level", SmallInteger, nullable=False, server_default=text("1")),
    Column("judged_on", Date),
    Column("judged_by", Text),
    level_check(),
)

# An absence takes a share of every working day, or minutes spread over them.
staff_absences = Table(
    "staff_absences",
    metadata,
    to("staff", "staff_id", key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("percent", SmallInteger),
    Column("minutes", Integer),
    CheckConstraint("ends_on >= starts_on"),
    CheckConstraint("percent BETWEEN 1 AND 100"),
    CheckConstraint("minutes > 0"),
    CheckConstraint("num_nonnulls(percent, minutes) = 1", name="staff_absences_one_measure"),
)

staff_duties = Table(
    "staff_duties",
    metadata,
    to("staff", "staff_id", key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("from_monday", Date, nullable=False),
    Column("until_monday", Date),
    Column("weekly_minutes", Integer, nullable=False),
    CheckConstraint("weekly_minutes > 0"),
)

deputies = Table(
    "deputies",
    metadata,
    to("staff", "staff_id", key=True),
    to("expertises", "expertise_id", key=True),
    Column("focus_area", Text, primary_key=True),
    Index("deputies_expertise", "expertise_id"),
)

PERSON_LEVEL = (staff_hours, staff_expertises, staff_absences, staff_duties, deputies)
"""The tables of which nothing may be left without consent."""

# Counter duty has no name; a peak has.
team_loads = Table(
    "team_loads",
    metadata,
    to("teams", "team_id", key=True),
    Column("kind", Text, primary_key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("name", Text),
    Column("from_monday", Date, nullable=False),
    Column("until_monday", Date),
    Column("weekly_minutes", Integer, nullable=False),
    one_of("kind", "duty", "peak"),
    CheckConstraint("weekly_minutes > 0"),
    CheckConstraint(
        "(kind = 'peak') = (name IS NOT NULL AND until_monday IS NOT NULL)",
        name="team_loads_peaks_are_named_and_end",
    ),
)

holiday_choices = Table(
    "holiday_choices",
    metadata,
    id_column(),
    Column("good_friday", Boolean, nullable=False),
    Column("liberation_day", Text, nullable=False),
    version_column(),
    one_of("liberation_day", "never", "lustrum", "yearly"),
)
