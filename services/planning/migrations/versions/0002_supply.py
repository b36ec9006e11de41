"""What people and teams can give, week by week: levels, leave, counter duty and peaks."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the catalogue governed, hours dated and mastery of a level; add what lessens supply."""
    for statement in (*_CATALOGUE, *_HOURS, *_LEVELS, *_LESS):
        op.execute(statement)


_CATALOGUE = (
    """
    ALTER TABLE planning.expertises
        ADD COLUMN learning_weeks SMALLINT DEFAULT 8 NOT NULL CHECK (learning_weeks >= 0),
        ADD COLUMN hiring_weeks SMALLINT DEFAULT 16 NOT NULL CHECK (hiring_weeks >= 0),
        ADD COLUMN merged_into UUID REFERENCES planning.expertises (id),
        ADD COLUMN version INTEGER DEFAULT 1 NOT NULL
    """,
    """
    CREATE TABLE planning.expertise_synonyms (
        synonym TEXT NOT NULL,
        expertise_id UUID NOT NULL REFERENCES planning.expertises (id),
        PRIMARY KEY (synonym)
    )
    """,
    "CREATE INDEX expertise_synonyms_expertise ON planning.expertise_synonyms (expertise_id)",
)

# Hours that were known held from the day that somebody joined, on five days, all for projects.
_HOURS = (
    """
    ALTER TABLE planning.staff_hours
        ADD COLUMN from_date DATE,
        ADD COLUMN project_percent SMALLINT DEFAULT 100 NOT NULL
            CHECK (project_percent BETWEEN 0 AND 100),
        ADD COLUMN working_days SMALLINT[] DEFAULT '{1,2,3,4,5}' NOT NULL
    """,
    """
    UPDATE planning.staff_hours SET from_date = staff.joined_on
    FROM planning.staff WHERE staff.id = staff_hours.staff_id
    """,
    """
    ALTER TABLE planning.staff_hours
        ALTER COLUMN from_date SET NOT NULL,
        ALTER COLUMN project_percent DROP DEFAULT,
        ALTER COLUMN working_days DROP DEFAULT,
        DROP CONSTRAINT staff_hours_pkey,
        ADD PRIMARY KEY (staff_id, from_date)
    """,
)

_LEVELS = (
    """
    ALTER TABLE planning.staff_expertises
        ADD COLUMN level SMALLINT DEFAULT 1 NOT NULL CHECK (level BETWEEN 1 AND 3),
        ADD COLUMN judged_on DATE,
        ADD COLUMN judged_by TEXT
    """,
    """
    ALTER TABLE planning.pools
        ADD COLUMN level SMALLINT DEFAULT 1 NOT NULL CHECK (level BETWEEN 1 AND 3)
    """,
    """
    ALTER TABLE planning.demands
        ADD COLUMN level SMALLINT DEFAULT 1 NOT NULL CHECK (level BETWEEN 1 AND 3)
    """,
    """
    CREATE TABLE planning.deputies (
        staff_id UUID NOT NULL REFERENCES planning.staff (id),
        expertise_id UUID NOT NULL REFERENCES planning.expertises (id),
        focus_area TEXT NOT NULL,
        PRIMARY KEY (staff_id, expertise_id, focus_area)
    )
    """,
    "CREATE INDEX deputies_expertise ON planning.deputies (expertise_id)",
)

_LESS = (
    """
    CREATE TABLE planning.staff_absences (
        staff_id UUID NOT NULL REFERENCES planning.staff (id),
        place SMALLINT NOT NULL,
        starts_on DATE NOT NULL,
        ends_on DATE NOT NULL,
        percent SMALLINT,
        minutes INTEGER,
        PRIMARY KEY (staff_id, place),
        CHECK (ends_on >= starts_on),
        CHECK (percent BETWEEN 1 AND 100),
        CHECK (minutes > 0),
        CONSTRAINT staff_absences_one_measure CHECK (num_nonnulls(percent, minutes) = 1)
    )
    """,
    """
    CREATE TABLE planning.staff_duties (
        staff_id UUID NOT NULL REFERENCES planning.staff (id),
        place SMALLINT NOT NULL,
        from_monday DATE NOT NULL,
        until_monday DATE,
        weekly_minutes INTEGER NOT NULL,
        PRIMARY KEY (staff_id, place),
        CHECK (weekly_minutes > 0)
    )
    """,
    """
    CREATE TABLE planning.team_loads (
        team_id UUID NOT NULL REFERENCES planning.teams (id),
        kind TEXT NOT NULL,
        place SMALLINT NOT NULL,
        name TEXT,
        from_monday DATE NOT NULL,
        until_monday DATE,
        weekly_minutes INTEGER NOT NULL,
        PRIMARY KEY (team_id, kind, place),
        CHECK (kind IN ('duty', 'peak')),
        CHECK (weekly_minutes > 0),
        CONSTRAINT team_loads_peaks_are_named_and_end
            CHECK ((kind = 'peak') = (name IS NOT NULL AND until_monday IS NOT NULL))
    )
    """,
    """
    CREATE TABLE planning.holiday_choices (
        id UUID NOT NULL,
        good_friday BOOLEAN NOT NULL,
        liberation_day TEXT NOT NULL,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        CHECK (liberation_day IN ('never', 'lustrum', 'yearly'))
    )
    """,
    """
    INSERT INTO planning.holiday_choices (id, good_friday, liberation_day)
    VALUES ('00000000-0000-4000-8000-000000000001', false, 'lustrum')
    """,
)
