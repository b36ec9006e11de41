"""Teams, function groups, expertises and staff."""

from sqlalchemy import (
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
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.planning.tables.schema import id_column, level_check, metadata, to, version_column

expertises = Table(
    "expertises",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("learning_weeks", SmallInteger, nullable=False, server_default=text("8")),
    Column("hiring_weeks", SmallInteger, nullable=False, server_default=text("16")),
    to("expertises", "merged_into", nullable=True),
    version_column(),
    CheckConstraint("learning_weeks >= 0"),
    CheckConstraint("hiring_weeks >= 0"),
)

expertise_synonyms = Table(
    "expertise_synonyms",
    metadata,
    Column("synonym", Text, primary_key=True),
    to("expertises", "expertise_id"),
    Index("expertise_synonyms_expertise", "expertise_id"),
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

pools = Table(
    "pools",
    metadata,
    to("teams", "team_id", key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("expertise_ids", ARRAY(UUID), nullable=False),
    Column("level", SmallInteger, nullable=False, server_default=text("1")),
    Column("weekly_minutes", Integer, nullable=False),
    level_check(),
    CheckConstraint("weekly_minutes >= 0"),
)
