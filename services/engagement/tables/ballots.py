"""Ballots, in a schema of their own that engagement reaches only in a role of its own, in which it
reaches nothing else: so no query joins them to anything.

There is no time, no order and no name in it. An envelope has the same length whatever is in it.
"""

from sqlalchemy import Column, Index, LargeBinary, MetaData, Table
from sqlalchemy.dialects.postgresql import UUID

envelope = Table(
    "envelope",
    MetaData(schema="engagement_ballots"),
    Column("serial", LargeBinary, primary_key=True),
    Column("round_id", UUID, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("envelope_round", "round_id"),
)
