"""Teams, function groups, expertises and staff."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.planning.tables.schema import id_column, metadata, to, version_column

expertises = Table(
    "expertises",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
)

teams = Table(
    "teams",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    version_column(),
)

function_groups = Table(
    "function_groups",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
)

product_teams = Table(
    "product_teams",
    metadata,
    Column("product", Text, primary_key=True),
    to("teams", "team_id"),
)

staff = Table(
    "staff",
    metadata,
    id_column(),
    to("teams", "team_id"),
    to("function_groups", "function_group_id"),
    Column("joined_on", Date, nullable=False),
    Column("left_on", Date),
    version_column(),
    Index("staff_team", "team_id"),
)

# Person-level: only under the works council's consent, emptied when it ends.
staff_hours = Table(
    "staff_hours",
    metadata,
    to("staff", "staff_id", key=True),
    Column("weekly_minutes", Integer, nullable=False),
    CheckConstraint("weekly_minutes >= 0"),
)

staff_expertises = Table(
    "staff_expertises",
    metadata,
    to("staff", "staff_id", key=True),
    to("expertises", "expertise_id", key=True),
)

pools = Table(
    "pools",
    metadata,
    to("teams", "team_id", key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("expertise_ids", ARRAY(UUID), nullable=False),
    Column("weekly_minutes", Integer, nullable=False),
    CheckConstraint("weekly_minutes >= 0"),
)
