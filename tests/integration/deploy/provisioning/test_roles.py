"""Who may do what in the database: every cell of role, schema and verb."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import pytest

from deploy.provisioning import SERVICES, Installation, Passwords
from deploy.provisioning.postgres import provision_postgres
from deploy.provisioning.provision import service_addresses
from deploy.provisioning.removal import remove
from tests.support.installations import Database, fresh_database
from tests.support.shared_servers import RunServers

ROLES = ("app", "migrate")
HISTORY = "planning_history"
BALLOTS = "engagement_ballots"
SCHEMAS = (*SERVICES, HISTORY, BALLOTS, "public")
ROWS = {
    "SELECT": "SELECT * FROM {schema}.probe",
    "INSERT": "INSERT INTO {schema}.probe VALUES (1)",
    "UPDATE": "UPDATE {schema}.probe SET id = 2",
    "DELETE": "DELETE FROM {schema}.probe",
    "NEXTVAL": "SELECT nextval('{schema}.counter')",
    "EXECUTE": "SELECT {schema}.answer()",
}
DEFINITIONS = {
    "TRUNCATE": "TRUNCATE {schema}.probe",
    "CREATE TABLE": "CREATE TABLE {schema}.another (id int)",
    "ALTER TABLE": "ALTER TABLE {schema}.probe ADD COLUMN more int",
    "CREATE TRIGGER": (
        "CREATE TRIGGER t BEFORE INSERT ON {schema}.probe EXECUTE FUNCTION"
        " suppress_redundant_updates_trigger()"
    ),
    "DROP TABLE": "DROP TABLE {schema}.probe",
    "DROP SCHEMA": "DROP SCHEMA {schema} CASCADE",
}
VERBS = ROWS | DEFINITIONS
DENIED = (asyncpg.InsufficientPrivilegeError, asyncpg.UndefinedTableError)


@pytest.fixture
async def probed(database: Database) -> Database:
    """A table, a sequence and a function in every schema."""
    for schema in SCHEMAS:
        service = schema.removesuffix("_history").removesuffix("_ballots")
        owner = database.admin_url if schema == "public" else database.migrate_url(service)
        async with _connected(owner) as connection:
            await connection.execute(f"CREATE TABLE {schema}.probe (id int)")
            await connection.execute(f"CREATE SEQUENCE {schema}.counter")
            await connection.execute(
                f"CREATE FUNCTION {schema}.answer() RETURNS int LANGUAGE sql AS 'SELECT 42'"
            )
    return database


async def test_an_application_reaches_the_rows_of_its_own_schema_and_nothing_else(
    probed: Database,
) -> None:
    allowed = {
        (service, schema, verb)
        for service in SERVICES
        for schema, verb in await _allowed(probed.app_url(service))
    }
    own = {(service, service, verb) for service in SERVICES for verb in ROWS}
    assert allowed == own | {("planning", HISTORY, verb) for verb in ("SELECT", "EXECUTE")}


async def test_migrations_do_everything_to_their_own_schema_and_nothing_to_another(
    probed: Database,
) -> None:
    allowed = {
        (service, schema, verb)
        for service in SERVICES
        for schema, verb in await _allowed(probed.migrate_url(service))
    }
    own = {(service, service, verb) for service in SERVICES for verb in VERBS}
    beside = {("planning", HISTORY), ("engagement", BALLOTS)}
    assert allowed == own | {(*each, verb) for each in beside for verb in VERBS}


async def test_engagement_reaches_ballots_in_a_role_in_which_it_reaches_nothing_else(
    probed: Database, run_servers: RunServers
) -> None:
    rows = {(BALLOTS, verb) for verb in ("SELECT", "INSERT", "UPDATE", "DELETE")}
    role = run_servers.installation.ballots
    assert await _allowed(probed.app_url("engagement"), role=role) == rows


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("service", SERVICES)
async def test_no_role_creates_roles_databases_or_schemas(
    database: Database, service: str, role: str
) -> None:
    url = database.app_url(service) if role == "app" else database.migrate_url(service)
    async with _connected(url) as connection:
        for statement in ("CREATE ROLE x", "CREATE DATABASE x", "CREATE SCHEMA x"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)


@pytest.mark.parametrize("service", SERVICES)
async def test_nobody_becomes_the_role_of_another_service(
    database: Database, run_servers: RunServers, service: str
) -> None:
    installation = run_servers.installation
    names = [n(s) for s in SERVICES for n in (installation.owner, installation.migrate)]
    async with _connected(database.app_url(service)) as connection:
        for role in names:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f'SET ROLE "{role}"')


@pytest.mark.parametrize("service", SERVICES)
async def test_every_role_is_stopped_when_it_takes_too_long(
    database: Database, service: str
) -> None:
    for url in (database.app_url(service), database.migrate_url(service)):
        async with _connected(url) as connection:
            for setting in (
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
            ):
                assert await connection.fetchval(f"SHOW {setting}") not in ("0", "")
            assert await connection.fetchval("SHOW search_path") == service


async def test_an_owner_cannot_log_in(database: Database, run_servers: RunServers) -> None:
    async with _connected(database.admin_url) as connection:
        can_login = await connection.fetch(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE '%\\_owner' AND rolcanlogin"
        )
    assert can_login == []


async def test_provisioning_again_changes_nothing_and_keeps_the_rows(
    probed: Database, run_servers: RunServers
) -> None:
    async with _connected(probed.app_url("planning")) as connection:
        await connection.execute("INSERT INTO planning.probe VALUES (1)")
    before = await _rights(probed)
    installation = replace(run_servers.installation, database=probed.name)
    await provision_postgres(run_servers.admin.postgres_url, installation, run_servers.passwords)
    assert await _rights(probed) == before
    async with _connected(probed.app_url("planning")) as connection:
        assert await connection.fetchval("SELECT count(*) FROM planning.probe") == 1


async def test_an_installation_does_not_reach_the_database_of_another_on_the_same_server(
    database: Database, run_servers: RunServers
) -> None:
    neighbour = Installation(database=f"{database.name}_neighbour", prefix="neighbour_")
    passwords = Passwords.generate()
    await provision_postgres(run_servers.admin.postgres_url, neighbour, passwords)
    try:
        theirs = service_addresses(run_servers.admin, passwords, neighbour)
        async with _connected(theirs["planning"].app_url) as connection:
            assert await connection.fetchval("SELECT current_user") == "neighbour_planning_app"
        ours = service_addresses(
            run_servers.admin, passwords, Installation(database.name, prefix="neighbour_")
        )
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(ours["planning"].app_url)
    finally:
        await remove(run_servers.admin, neighbour)


async def test_a_dropped_database_leaves_the_next_one_empty(
    database: Database, run_servers: RunServers
) -> None:
    async with _connected(database.migrate_url("planning")) as connection:
        await connection.execute("CREATE TABLE leftover (id int)")
    async with (
        fresh_database(run_servers) as another,
        _connected(another.admin_url) as connection,
    ):
        assert await connection.fetchval("SELECT to_regclass('planning.leftover')") is None


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def _allowed(url: str, *, role: str | None = None) -> set[tuple[str, str]]:
    """The cells of schema and verb that the database lets through, in a role that is taken first;
    each is rolled back.
    """
    allowed: set[tuple[str, str]] = set()
    async with _connected(url) as connection:
        if role is not None:
            await connection.execute(f'SET ROLE "{role}"')
        for schema, verb in _cells():
            trial = connection.transaction()
            await trial.start()
            try:
                await connection.execute(VERBS[verb].format(schema=schema))
            except DENIED:
                pass
            else:
                allowed.add((schema, verb))
            finally:
                await trial.rollback()
    return allowed


def _cells() -> Iterator[tuple[str, str]]:
    return ((schema, verb) for schema in SCHEMAS for verb in VERBS)


async def _rights(database: Database) -> list[asyncpg.Record]:
    async with _connected(database.admin_url) as connection:
        return await connection.fetch(
            "SELECT nspname, nspowner, nspacl::text, defaclacl::text FROM pg_namespace n"
            " LEFT JOIN pg_default_acl d ON d.defaclnamespace = n.oid ORDER BY 1, 4"
        )
