"""Run by `shared.database.migrations.migrate`."""

from services.planning.tables import metadata
from shared.database.migrations import run_migrations

run_migrations(metadata)
