"""The schema of planning, and the columns that many of its tables have."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, text
from sqlalchemy.dialects.postgresql import UUID

metadata = MetaData(schema="planning")


def id_column() -> Column[Any]:
    """The random id of a row."""
    return Column("id", UUID, primary_key=True)


def version_column() -> Column[Any]:
    """How often a row changed, from 1: its ETag."""
    return Column("version", Integer, nullable=False, server_default=text("1"))


def to(
    table: str, name: str, *, of: str = "id", nullable: bool = False, key: bool = False
) -> Column[Any]:
    """A reference to the id of another table of planning, or to its column `of` that holds one."""
    return Column(
        name, UUID, ForeignKey(f"planning.{table}.{of}"), nullable=nullable, primary_key=key
    )


def one_of(column: str, *values: str) -> CheckConstraint:
    """Nothing but these values."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})")


def level_check() -> CheckConstraint:
    """A level of mastery, from 1 (can help) to 3 (can lead and teach)."""
    return CheckConstraint("level BETWEEN 1 AND 3")
