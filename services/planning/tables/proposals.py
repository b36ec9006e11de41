"""Proposals for staffing and timing: each a job, from the question to the answer."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from services.planning.tables.schema import id_column, metadata, one_of, to

# `held_until` is the lease of who solves it: past it, another may take the job over. `answer` may
# hold staff ids: it is emptied with all that is about persons.
proposals = Table(
    "proposals",
    metadata,
    id_column(),
    to("programmes", "programme_id"),
    Column("state", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("effort", SmallInteger, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("held_until", DateTime(timezone=True)),
    Column("about_persons", Boolean, nullable=False, server_default=text("false")),
    Column("plan_read_at", DateTime(timezone=True)),
    Column("progress", JSONB),
    Column("cancelling", Boolean, nullable=False, server_default=text("false")),
    Column("ended_at", DateTime(timezone=True)),
    Column("answer", JSONB),
    one_of("state", "queued", "running", "done", "cancelled", "failed"),
    Index("proposals_open", "asked_at", postgresql_where=text("state IN ('queued', 'running')")),
    Index("proposals_programme", "programme_id", "asked_at"),
)
