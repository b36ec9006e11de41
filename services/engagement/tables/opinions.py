"""What may be known of opinions, and what must be remembered of it.

`round_figure` and `round_remark` hold what was disclosed; `published_part` is all that was ever
told, with people under pseudonyms that take the key of the installation. Only `commands.disclosure`
writes them and only `queries.opinions` reads them: an import rule keeps it so.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.engagement.tables.schema import metadata


def _of_round(*, primary_key: bool = False) -> Column[object]:
    return Column(
        "round_id",
        UUID,
        ForeignKey("engagement.round.round_id"),
        primary_key=primary_key,
        nullable=False,
    )


round_figure = Table(
    "round_figure",
    metadata,
    Column("entry", BigInteger, Identity(always=True), primary_key=True),
    _of_round(),
    Column("question", Text, nullable=False),
    Column("team_id", UUID),
    Column("function_group_id", UUID),
    Column("invited", Integer, nullable=False),
    Column("bands", ARRAY(SmallInteger), nullable=False),
    Column("counts", ARRAY(Integer), nullable=False),
    UniqueConstraint(
        "round_id",
        "question",
        "team_id",
        "function_group_id",
        name="round_figure_once",
        postgresql_nulls_not_distinct=True,
    ),
)

round_remark = Table(
    "round_remark",
    metadata,
    _of_round(primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("remark", Text, nullable=False),
)

published_part = Table(
    "published_part",
    metadata,
    Column("entry", BigInteger, Identity(always=True), primary_key=True),
    _of_round(),
    Column("question", Text, nullable=False),
    Column("bands", ARRAY(SmallInteger), nullable=False),
    Column("people", ARRAY(UUID), nullable=False),
    Column("counts", ARRAY(Integer), nullable=False),
    Index("published_part_question", "question", "round_id"),
)
