"""Alembic, one history per service, inside the service's own schema."""

from importlib.resources import files

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.database.engine import asyncpg_url

# quote_ident, because the name goes into a statement that takes no parameters.
_SCHEMA_OWNER = text(
    "SELECT quote_ident(pg_get_userbyid(nspowner)) FROM pg_namespace WHERE nspname = :schema"
)


async def migrate(url: str, service: str, revision: str = "head") -> None:
    """Bring a service's schema to a revision, acting as the schema's owner; `url` is of a role that
    may do so.

    A lock that is not had within 5 s fails the migration rather than queueing all traffic behind
    it.

    Raises:
        LookupError: the schema does not exist.
    """
    engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            owner = await connection.scalar(_SCHEMA_OWNER, {"schema": service})
            if owner is None:
                raise LookupError(f"schema {service} does not exist; provision the database first")
            await connection.execute(text(f"SET LOCAL ROLE {owner}"))
            await connection.execute(text("SET LOCAL lock_timeout = '5s'"))
            await connection.run_sync(_upgrade, service, revision)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, service: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(files(f"services.{service}") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def run_migrations(metadata: MetaData) -> None:
    """The whole of a service's env.py: run on the connection that `migrate` opened."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table_schema=metadata.schema,
        include_schemas=True,
        include_name=lambda name, kind, _parents: kind != "schema" or name == metadata.schema,
    )
    with context.begin_transaction():
        context.run_migrations()
