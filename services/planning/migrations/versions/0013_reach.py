"""What a change touches is noted by the team too, and by each absence and person by itself.

A note of a team is what the waitlist follows from. Absence and counter duty of somebody touch what
that person masters or promised, and all of the team only where its people carry a load together.
Hours confirmed of somebody are taken from whatever else they master.
"""

# ruff: noqa: S608 - every name in a statement is that of one of our own tables.

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note more exactly what the balance and the waitlist have to be computed again for."""
    for statement in _STATEMENTS:
        op.execute(statement)


def _trigger(table: str, columns: str, statement: str) -> str:
    before = f"(SELECT {columns} FROM past EXCEPT SELECT {columns} FROM present)"
    after = f"(SELECT {columns} FROM present EXCEPT SELECT {columns} FROM past)"
    return f"""
        CREATE OR REPLACE FUNCTION planning.{table}_shift_balance() RETURNS trigger
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


def _of_a_person(first: str, last: str) -> str:
    return f"""
        INSERT INTO planning.supply_versions (team_id, version)
        SELECT teams.id, gen_random_uuid() FROM planning.teams WHERE teams.id IN (
            SELECT staff.team_id FROM {{rows}} AS changed
            JOIN planning.staff ON staff.id = changed.staff_id
        )
        ON CONFLICT (team_id) DO UPDATE SET version = excluded.version;

        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday, team_id)
        SELECT DISTINCT theirs.expertise_id, date_trunc('week', {first})::date, {last},
            staff.team_id
        FROM {{rows}} AS changed
        JOIN planning.staff ON staff.id = changed.staff_id
        CROSS JOIN LATERAL planning.touched_expertises(staff.id, staff.team_id) AS theirs
    """


_ASKED = """
    INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday, team_id)
    SELECT DISTINCT theirs.expertise_id, weeks.monday, weeks.monday, theirs.team_id
    FROM {{rows}} AS {rows}
    JOIN planning.{other} AS {other_as} ON {match}
    CROSS JOIN LATERAL (
        SELECT asked.expertise_id, asked.team_id
        UNION SELECT asked.expertise_id, staff.team_id
        FROM planning.staff WHERE staff.id = asked.staff_id
        UNION SELECT mastered.expertise_id, asked.team_id
        FROM planning.staff_expertises AS mastered WHERE mastered.staff_id = asked.staff_id
    ) AS theirs
    WHERE asked.state IN ('confirmed', 'waitlisted', 'proposed')
"""

_MATCH = "weeks.reservation_id = asked.id"

_STATEMENTS = (
    "ALTER TABLE planning.balance_changes ADD COLUMN team_id UUID",
    """
    CREATE FUNCTION planning.touched_expertises(person UUID, team UUID)
    RETURNS TABLE (expertise_id UUID) LANGUAGE sql STABLE AS $$
        WITH carrying AS (
            SELECT person AS id
            UNION SELECT staff.id FROM planning.staff
            WHERE staff.team_id = team
                AND EXISTS (SELECT FROM planning.team_loads AS loads WHERE loads.team_id = team)
        )
        SELECT mastered.expertise_id FROM planning.staff_expertises AS mastered
        WHERE mastered.staff_id IN (SELECT id FROM carrying)
        UNION SELECT asked.expertise_id FROM planning.reservations AS asked
        WHERE asked.staff_id IN (SELECT id FROM carrying)
            AND asked.state IN ('confirmed', 'waitlisted', 'proposed')
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION planning.supply_changed(team_ids UUID[], first DATE, last DATE)
    RETURNS void LANGUAGE sql AS $$
        INSERT INTO planning.supply_versions (team_id, version)
        SELECT id, gen_random_uuid() FROM planning.teams WHERE id = ANY (team_ids)
        ON CONFLICT (team_id) DO UPDATE SET version = excluded.version;

        INSERT INTO planning.balance_changes (expertise_id, first_monday, last_monday, team_id)
        SELECT expertise_id, date_trunc('week', first)::date, last, team_id FROM (
            SELECT mastered.expertise_id, staff.team_id
            FROM planning.staff_expertises AS mastered
            JOIN planning.staff ON staff.id = mastered.staff_id
            WHERE staff.team_id = ANY (team_ids)
            UNION SELECT unnest(expertise_ids), team_id
            FROM planning.pools WHERE team_id = ANY (team_ids)
            UNION SELECT asked.expertise_id, coalesce(staff.team_id, asked.team_id)
            FROM planning.reservations AS asked
            LEFT JOIN planning.staff ON staff.id = asked.staff_id
            WHERE asked.state IN ('confirmed', 'waitlisted', 'proposed') AND (
                asked.team_id = ANY (team_ids) OR staff.team_id = ANY (team_ids)
            )
        ) AS theirs
        WHERE first IS NOT NULL;
    $$
    """,
    _trigger("staff_absences", "*", _of_a_person("changed.starts_on", "changed.ends_on")),
    _trigger(
        "staff_duties",
        "*",
        _of_a_person("changed.from_monday", "coalesce(changed.until_monday, date '9999-12-31')"),
    ),
    _trigger(
        "reservations",
        "id, subproject_id, expertise_id, team_id, staff_id, state",
        _ASKED.format(rows="asked", other="reservation_weeks", other_as="weeks", match=_MATCH),
    ),
    _trigger(
        "reservation_weeks",
        "*",
        _ASKED.format(rows="weeks", other="reservations", other_as="asked", match=_MATCH),
    ),
)
