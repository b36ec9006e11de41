"""The database of one municipality: per service a schema, its owner, its migrator, its user."""

from urllib.parse import urlsplit, urlunsplit

import asyncpg

from deploy.provisioning.installation import SERVICES, Installation, Passwords
from deploy.provisioning.scram import scram_verifier
from shared.database.history import history_schema

_PROVISIONING_LOCK = 4_270_001
"""Advisory lock of the cluster: roles are shared, and two runs that change one at once fail."""

WITH_HISTORY = ("planning",)
"""Services that keep what they knew, in a schema beside their own that their application reads."""

BALLOTS = "engagement_ballots"
"""The schema of sealed ballots."""

_APP_CONNECTIONS = 50
_MIGRATE_CONNECTIONS = 5
_APP_SETTINGS = {
    "statement_timeout": "60s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}
_MIGRATE_SETTINGS = {
    "statement_timeout": "15min",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}


async def provision_postgres(
    admin_url: str, installation: Installation, passwords: Passwords
) -> None:
    """Create what is missing and set every right again; `admin_url` is a superuser's."""
    cluster = await asyncpg.connect(admin_url)
    try:
        await cluster.execute("SELECT pg_advisory_lock($1)", _PROVISIONING_LOCK)
        for service in SERVICES:
            await _create_roles(cluster, installation, passwords, service)
        await _create_ballots_role(cluster, installation)
        await _create_database(cluster, installation)
        database = await asyncpg.connect(database_url(admin_url, installation.database))
        try:
            await database.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            for service in SERVICES:
                await _create_schema(database, installation, service)
            for service in WITH_HISTORY:
                await _create_history(database, installation, service)
            await _create_ballots(database, installation)
        finally:
            await database.close()
    finally:
        await cluster.close()


async def guard_database(connection: asyncpg.Connection, installation: Installation) -> None:
    """Let only the installation's own roles connect; a copy of a database needs it anew."""
    roles = ", ".join(
        f'"{role(service)}"'
        for service in SERVICES
        for role in (installation.app, installation.migrate)
    )
    await connection.execute(f'REVOKE ALL ON DATABASE "{installation.database}" FROM PUBLIC')
    await connection.execute(
        f'GRANT CONNECT, TEMPORARY ON DATABASE "{installation.database}" TO {roles}'
    )


def database_url(
    url: str, database: str, *, user: str | None = None, password: str | None = None
) -> str:
    """The same server, another database and, when given, another role."""
    parts = urlsplit(url)
    login, _, server = parts.netloc.rpartition("@")
    if user is not None and password is not None:
        login = f"{user}:{password}"
    return urlunsplit(parts._replace(netloc=f"{login}@{server}", path=f"/{database}"))


async def _create_roles(
    connection: asyncpg.Connection, installation: Installation, passwords: Passwords, service: str
) -> None:
    owner, migrate, app = (
        name(service) for name in (installation.owner, installation.migrate, installation.app)
    )
    for role in (owner, migrate, app):
        if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
            await connection.execute(f'CREATE ROLE "{role}"')
    await connection.execute(f'ALTER ROLE "{owner}" NOLOGIN')
    for role, password, limit, settings in (
        (migrate, passwords.migrate(service), _MIGRATE_CONNECTIONS, _MIGRATE_SETTINGS),
        (app, passwords.app(service), _APP_CONNECTIONS, _APP_SETTINGS),
    ):
        verifier = scram_verifier(password)
        await connection.execute(
            f"ALTER ROLE \"{role}\" LOGIN CONNECTION LIMIT {limit} PASSWORD '{verifier}'"
        )
        for setting, value in (settings | {"search_path": service}).items():
            await connection.execute(f"ALTER ROLE \"{role}\" SET {setting} = '{value}'")
    # What migrations create belongs to the owner, whoever logs in to migrate.
    await connection.execute(f'GRANT "{owner}" TO "{migrate}"')
    await connection.execute(f"ALTER ROLE \"{migrate}\" SET role = '{owner}'")


async def _create_ballots_role(connection: asyncpg.Connection, installation: Installation) -> None:
    """Let engagement take the role of the ballots, and have nothing of it until it does."""
    ballots, app = installation.ballots, installation.app("engagement")
    if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", ballots):
        await connection.execute(f'CREATE ROLE "{ballots}"')
    for statement in (
        f'ALTER ROLE "{ballots}" NOLOGIN',
        f'ALTER ROLE "{app}" NOINHERIT',
        f'GRANT "{ballots}" TO "{app}"',
    ):
        await connection.execute(statement)


async def _create_database(connection: asyncpg.Connection, installation: Installation) -> None:
    name = installation.database
    if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
        await connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    await guard_database(connection, installation)


async def _create_schema(
    connection: asyncpg.Connection, installation: Installation, service: str
) -> None:
    owner, app = installation.owner(service), installation.app(service)
    by_owner = f'ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}"'
    in_schema = f'{by_owner} IN SCHEMA "{service}"'
    for statement in (
        f'CREATE SCHEMA IF NOT EXISTS "{service}" AUTHORIZATION "{owner}"',
        f'REVOKE ALL ON SCHEMA "{service}" FROM PUBLIC',
        f'GRANT USAGE ON SCHEMA "{service}" TO "{app}"',
        f'{in_schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{app}"',
        f'{in_schema} GRANT USAGE, SELECT ON SEQUENCES TO "{app}"',
        f"{by_owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        f'{in_schema} GRANT EXECUTE ON FUNCTIONS TO "{app}"',
    ):
        await connection.execute(statement)


async def _create_history(
    connection: asyncpg.Connection, installation: Installation, service: str
) -> None:
    owner, app = installation.owner(service), installation.app(service)
    schema = history_schema(service)
    in_schema = f'ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" IN SCHEMA "{schema}"'
    for statement in (
        f'CREATE SCHEMA IF NOT EXISTS "{schema}" AUTHORIZATION "{owner}"',
        f'REVOKE ALL ON SCHEMA "{schema}" FROM PUBLIC',
        f'GRANT USAGE ON SCHEMA "{schema}" TO "{app}"',
        f'{in_schema} GRANT SELECT ON TABLES TO "{app}"',
        f'{in_schema} GRANT EXECUTE ON FUNCTIONS TO "{app}"',
    ):
        await connection.execute(statement)


async def _create_ballots(connection: asyncpg.Connection, installation: Installation) -> None:
    owner, ballots = installation.owner("engagement"), installation.ballots
    by_owner = f'ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" IN SCHEMA "{BALLOTS}"'
    for statement in (
        f'CREATE SCHEMA IF NOT EXISTS "{BALLOTS}" AUTHORIZATION "{owner}"',
        f'REVOKE ALL ON SCHEMA "{BALLOTS}" FROM PUBLIC',
        f'GRANT USAGE ON SCHEMA "{BALLOTS}" TO "{ballots}"',
        f'{by_owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{ballots}"',
    ):
        await connection.execute(statement)
