"""Alembic runs this; `shared.database.migrations.migrate` calls Alembic."""

from services.metrics.tables import metadata
from shared.database.migrations import run_migrations

run_migrations(metadata)
