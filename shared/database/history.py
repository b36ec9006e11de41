"""What a service knew on a moment: every version of every row, kept beside its schema.

A table `planning.milestones` that is kept has its versions in
`planning_history.milestones_versions`, written by triggers in the transaction of the change, and a
view `planning_history.milestones` that shows it as it was at the moment of the transaction
(`known_at`). So a query needs nothing of its own: the same statement, in the other schema, answers
what it would have answered then.
"""

# ruff: noqa: S608 - every name in a statement is that of one of our own tables.

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection

_MOMENT = "draagvlak.known_at"


def history_schema(schema: str) -> str:
    """The schema beside a service's own that holds what it knew."""
    return f"{schema}_history"


async def known_at(connection: AsyncConnection, schema: str, moment: datetime) -> AsyncConnection:
    """The connection, on which the kept tables of the schema stand as they were at the moment.

    Holds for this transaction. A table that is not kept is not there: reading it fails.
    """
    await connection.execute(select(func.set_config(_MOMENT, moment.isoformat(), True)))
    return await connection.execution_options(schema_translate_map={schema: history_schema(schema)})


def history_functions(schema: str) -> Sequence[str]:
    """The statements that make what all kept tables of a schema share.

    All changes of a transaction become known at one moment: that of its first change, after it had
    the locks that it waited for.
    """
    kept = history_schema(schema)
    return (
        f"""
        CREATE FUNCTION {kept}.known_at() RETURNS timestamptz LANGUAGE sql STABLE AS
        $$ SELECT current_setting('{_MOMENT}')::timestamptz $$
        """,
        f"""
        CREATE FUNCTION {kept}.changed_at() RETURNS timestamptz LANGUAGE plpgsql AS $$
        DECLARE moment text := current_setting('draagvlak.changed_at', true);
        BEGIN
            IF coalesce(moment, '') = '' THEN
                moment := clock_timestamp()::text;
                PERFORM set_config('draagvlak.changed_at', moment, true);
            END IF;
            RETURN moment::timestamptz;
        END $$
        """,
        f"""
        CREATE FUNCTION {kept}.changed_after(latest timestamptz) RETURNS timestamptz
        LANGUAGE sql AS $$
            SELECT set_config('draagvlak.changed_at', (latest + interval '1 us')::text, true)
                ::timestamptz
        $$
        """,
    )


def keep_history(
    connection: Connection, schema: str, table: str, *, hidden: Collection[str] = ()
) -> Iterator[str]:
    """The statements that keep every version of a table's rows from now on.

    Columns in `hidden`, such as who a row is about, are not kept: in the past they read as null.
    """
    inspector = inspect(connection)
    types = {
        column["name"]: column["type"].compile(dialect=connection.dialect)
        for column in inspector.get_columns(table, schema=schema)
    }
    key = inspector.get_pk_constraint(table, schema=schema)["constrained_columns"]
    columns = [name for name in types if name not in hidden]
    versions = f"{history_schema(schema)}.{table}_versions"
    yield _versions(versions, key, {name: types[name] for name in columns})
    yield (
        f"INSERT INTO {versions} ({_listed(columns)}, known_from)"
        f" SELECT {_listed(columns)}, now() FROM {schema}.{table}"
    )
    yield (
        f"CREATE UNIQUE INDEX {table}_present ON {versions} ({_listed(key)})"
        " WHERE known_until = 'infinity'"
    )
    yield f"CREATE INDEX {table}_known ON {versions} (known_until, known_from)"
    yield f"CREATE INDEX {table}_changed ON {versions} (known_from)"
    yield _view(schema, table, types, hidden)
    yield from _triggers(schema, table, key, columns)


def _versions(versions: str, key: Sequence[str], types: Mapping[str, str]) -> str:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    return f"""
        CREATE TABLE {versions} (
            {columns},
            known_from timestamptz NOT NULL,
            known_until timestamptz NOT NULL DEFAULT 'infinity',
            PRIMARY KEY ({_listed(key)}, known_from),
            CHECK (known_from < known_until)
        )
        """


def _view(schema: str, table: str, types: Mapping[str, str], hidden: Collection[str]) -> str:
    kept = history_schema(schema)
    shown = ", ".join(
        f'NULL::{kind} AS "{name}"' if name in hidden else f'"{name}"'
        for name, kind in types.items()
    )
    return f"""
        CREATE VIEW {kept}.{table} AS SELECT {shown} FROM {kept}.{table}_versions
        WHERE known_from <= {kept}.known_at() AND known_until > {kept}.known_at()
        """


def _triggers(schema: str, table: str, key: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    kept = history_schema(schema)
    versions = f"{kept}.{table}_versions"
    same = " AND ".join(f'v."{name}" = gone."{name}"' for name in key)
    listed = _listed(columns)
    # A row that changes twice in a transaction had no state in between that anybody could see.
    # A change that waited for another's row is later than it, whichever transaction began first.
    yield f"""
        CREATE FUNCTION {kept}.keep_{table}() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
        DECLARE
            moment timestamptz := {kept}.changed_at();
            latest timestamptz;
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                SELECT max(v.known_from) INTO latest FROM {versions} v JOIN past gone ON {same}
                WHERE v.known_until = 'infinity';
                IF latest > moment THEN
                    moment := {kept}.changed_after(latest);
                END IF;
            END IF;
            IF TG_OP = 'UPDATE' THEN
                DELETE FROM {versions} v
                USING (SELECT {listed} FROM past EXCEPT SELECT {listed} FROM present) gone
                WHERE {same} AND v.known_from = moment;
                UPDATE {versions} v SET known_until = moment
                FROM (SELECT {listed} FROM past EXCEPT SELECT {listed} FROM present) gone
                WHERE {same} AND v.known_until = 'infinity';
                INSERT INTO {versions} ({listed}, known_from)
                SELECT {listed}, moment
                FROM (SELECT {listed} FROM present EXCEPT SELECT {listed} FROM past) new;
            ELSIF TG_OP = 'DELETE' THEN
                DELETE FROM {versions} v USING past gone WHERE {same} AND v.known_from = moment;
                UPDATE {versions} v SET known_until = moment FROM past gone
                WHERE {same} AND v.known_until = 'infinity';
            ELSE
                INSERT INTO {versions} ({listed}, known_from) SELECT {listed}, moment FROM present;
            END IF;
            RETURN NULL;
        END $$
        """
    for event, tables in (
        ("INSERT", "NEW TABLE AS present"),
        ("UPDATE", "OLD TABLE AS past NEW TABLE AS present"),
        ("DELETE", "OLD TABLE AS past"),
    ):
        yield f"""
            CREATE TRIGGER keep_history_{event.lower()} AFTER {event} ON {schema}.{table}
            REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {kept}.keep_{table}()
            """


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
