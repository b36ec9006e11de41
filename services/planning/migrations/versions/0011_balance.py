"""What of the balance has to be computed again, and whose hours are no longer what they were.

Triggers say so in the transaction of the change, so that no command has to think of it: which
expertises in which weeks, and a new version for each team of which hours or levels changed.
"""

# ruff: noqa: S608 - every name in a statement is that of one of our own tables.

from collections.abc import Iterator

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep what changed since the balance was computed; find demand and hours by week."""
    for statement in (*_TABLES, *_FUNCTIONS, *_triggers()):
        op.execute(statement)


_TABLES = (
    """
    CREATE TABLE planning.balance_changes (
        expertise_id UUID,
        first_monday DATE NOT NULL,
        last_monday DATE NOT NULL
    )
    """,
    """
    CREATE TABLE planning.supply_versions (
        team_id UUID NOT NULL,
        version UUID NOT NULL,
        PRIMARY KEY (team_id)
    )
    """,
    """
    INSERT INTO planning.supply_versions (team_id, version)
    SELECT id, gen_random_uuid() FROM planning.teams
    """,
    "CREATE INDEX capacity_balance_monday ON planning.capacity_balance (monday)",
    "CREATE INDEX demand_weeks_monday ON planning.demand_weeks (monday)",
    "CREATE INDEX reservation_weeks_monday ON planning.reservation_weeks (monday)",
)

_FUNCTIONS = (
    # Absences, levels and joiners change what all of a team can give, because its counter duty is
    # carried by all of them; and whether its hours may be told.
    """
    CREATE FUNCTION planning.supply_changed(team_ids UUID[], first DATE, last DATE) RETURNS void
    LANGUAGE sql AS $$
        INSERT INTO planning.supply_versions (team_id, version)
        SELECT id, gen_random_uuid() FROM planning.teams WHERE id = ANY (team_ids)
        ON CONFLICT (team_id) DO UPDATE SET version = excluded.version;

        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday)
        SELECT expertise_id, date_trunc('week', first)::date, last FROM (
            SELECT mastered.expertise_id
            FROM planning.staff_expertises AS mastered
            JOIN planning.staff ON staff.id = mastered.staff_id
            WHERE staff.team_id = ANY (team_ids)
            UNION SELECT unnest(expertise_ids) FROM planning.pools WHERE team_id = ANY (team_ids)
            UNION SELECT expertise_id FROM planning.reservations
            WHERE state = 'confirmed' AND (
                team_id = ANY (team_ids)
                OR staff_id IN (SELECT id FROM planning.staff WHERE team_id = ANY (team_ids))
            )
        ) AS theirs
        WHERE first IS NOT NULL;
    $$
    """,
)

_ALWAYS = "date '0001-01-01', date '9999-12-31'"

_OF_PEOPLE = """
    PERFORM planning.supply_changed(
        array_agg(DISTINCT staff.team_id), min({first}), max({last})
    ) FROM {rows} AS changed JOIN planning.staff ON staff.id = changed.staff_id
"""

_OF_TEAMS = """
    PERFORM planning.supply_changed(array_agg(DISTINCT team_id), min({first}), max({last}))
    FROM {rows} AS changed
"""

_CHANGED_EXPERTISES = """;
    INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday)
    SELECT DISTINCT {expertise}, {always} FROM {{rows}} AS changed
"""


def _people(first: str, last: str) -> str:
    return _OF_PEOPLE.format(rows="{rows}", first=first, last=last)


def _teams(first: str, last: str) -> str:
    return _OF_TEAMS.format(rows="{rows}", first=first, last=last)


_START, _END = "date '0001-01-01'", "date '9999-12-31'"

# What is to be done with the rows of each table before and after a change of them.
_WHEN_CHANGED = {
    "staff": _teams(_START, _END),
    "staff_hours": _people("changed.from_date", _END),
    "staff_expertises": _people(_START, _END)
    + _CHANGED_EXPERTISES.format(expertise="expertise_id", always=_ALWAYS),
    "staff_absences": _people("changed.starts_on", "changed.ends_on"),
    "staff_duties": _people("changed.from_monday", f"coalesce(changed.until_monday, {_END})"),
    "pools": _teams(_START, _END)
    + _CHANGED_EXPERTISES.format(expertise="unnest(expertise_ids)", always=_ALWAYS),
    "team_loads": _teams("from_monday", f"coalesce(until_monday, {_END})"),
    "freed_hours_allocations": """
        PERFORM planning.supply_changed(
            array_agg(DISTINCT given.team_id), min(from_monday), max(until_monday)
        )
        FROM {rows} AS changed
        JOIN planning.freed_hours_proposals AS given ON given.id = changed.proposal_id
    """,
    "holiday_choices": f"""
        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday)
        SELECT NULL, {_ALWAYS} FROM {{rows}} AS changed
    """,
    "demands": """
        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday)
        SELECT DISTINCT changed.expertise_id, weeks.monday, weeks.monday
        FROM {rows} AS changed JOIN planning.demand_weeks AS weeks ON weeks.demand_id = changed.id
    """,
    "demand_weeks": """
        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday)
        SELECT DISTINCT demands.expertise_id, changed.monday, changed.monday
        FROM {rows} AS changed JOIN planning.demands ON demands.id = changed.demand_id
    """,
    "subprojects": """
        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday)
        SELECT DISTINCT demands.expertise_id, weeks.monday, weeks.monday
        FROM {rows} AS changed
        JOIN planning.demands ON demands.subproject_id = changed.id
        JOIN planning.demand_weeks AS weeks ON weeks.demand_id = demands.id
    """,
    "reservations": """
        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday)
        SELECT DISTINCT changed.expertise_id, weeks.monday, weeks.monday
        FROM {rows} AS changed
        JOIN planning.reservation_weeks AS weeks ON weeks.reservation_id = changed.id
        WHERE changed.state = 'confirmed'
    """,
    "reservation_weeks": """
        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday)
        SELECT DISTINCT asked.expertise_id, changed.monday, changed.monday
        FROM {rows} AS changed
        JOIN planning.reservations AS asked ON asked.id = changed.reservation_id
        WHERE asked.state = 'confirmed'
    """,
}


# Other columns of these may change without anything to compute.
_COLUMNS = {
    "staff": "id, team_id, joined_on, left_on",
    "demands": "id, subproject_id, expertise_id, level",
    "subprojects": "id, state",
    "reservations": "id, subproject_id, expertise_id, team_id, staff_id, state",
}


def _triggers() -> Iterator[str]:
    for table, statement in _WHEN_CHANGED.items():
        columns = _COLUMNS.get(table, "*")
        before = f"(SELECT {columns} FROM past EXCEPT SELECT {columns} FROM present)"
        after = f"(SELECT {columns} FROM present EXCEPT SELECT {columns} FROM past)"
        yield f"""
            CREATE FUNCTION planning.{table}_shift_balance() RETURNS trigger
            LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    {statement.format(rows="present")};
                ELSIF TG_OP = 'DELETE' THEN
                    {statement.format(rows="past")};
                ELSE
                    {statement.format(rows=before)};
                    {statement.format(rows=after)};
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
                CREATE TRIGGER shift_balance_{event.lower()} AFTER {event} ON planning.{table}
                REFERENCING {tables} FOR EACH STATEMENT
                EXECUTE FUNCTION planning.{table}_shift_balance()
                """
