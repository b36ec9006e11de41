"""The schema that the tables of engagement are in."""

from typing import Any

from sqlalchemy import Column, DateTime, MetaData

metadata = MetaData(schema="engagement")


def point_in_time(name: str, *, nullable: bool = False) -> Column[Any]:
    """A column with a day and a time, in its time zone."""
    return Column(name, DateTime(timezone=True), nullable=nullable)
