"""How full people and teams are: a row each, a week in each column, a number in each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.planning.commands.occupancy import WeekOccupancy
from services.planning.domain.hours import to_hours
from services.planning.domain.reservations.occupancy import Occupancy
from services.planning.pages.load import Load
from services.planning.pages.request_words import person
from shared.isoweek import IsoWeek
from shared.web.figures import Cell, Column, FigureTable

DEFINITION_ID = "C6"

COLUMNS = (
    Column(name="team"),
    Column(name="medewerker"),
    Column(name="week"),
    Column(name="toegezegd"),
    Column(name="beschikbaar"),
    Column(name="percentage"),
    Column(name="definitie"),
    Column(name="bijgewerkt_op"),
)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """Somebody or a team, with each week; None where there is nothing and nothing is promised."""

    name: str
    is_team: bool
    loads: Sequence[Load | None]


def heat_rows(
    found: Sequence[WeekOccupancy],
    teams: Sequence[tuple[UUID, str]],
    people: Mapping[UUID, Sequence[UUID]],
) -> list[HeatRow]:
    """Each team, and under it those of its people that were given."""
    rows = []
    for team_id, name in teams:
        rows.append(HeatRow(name, True, [_load(week.teams.get(team_id)) for week in found]))
        rows += [
            HeatRow(person(staff_id), False, [_load(week.people.get(staff_id)) for week in found])
            for staff_id in people.get(team_id, ())
        ]
    return rows


def heat_table(
    found: Sequence[WeekOccupancy],
    teams: Sequence[tuple[UUID, str]],
    people: Mapping[UUID, Sequence[UUID]],
    moment: datetime,
) -> FigureTable:
    """The same as rows of a file; without medewerker a row is about the team."""
    rows: list[list[Cell]] = []
    for team_id, name in teams:
        for week in found:
            rows.append(_row(name, None, week.week, week.teams.get(team_id), moment))
            rows += [
                _row(name, str(staff_id), week.week, week.people.get(staff_id), moment)
                for staff_id in people.get(team_id, ())
            ]
    return FigureTable(COLUMNS, rows)


def conclusion(rows: Sequence[HeatRow]) -> str:
    """How many have a week in which they promised more than they have."""
    if not rows:
        return "Nog niet bekend hoe vol de teams zitten."
    people = [row for row in rows if not row.is_team]
    kind, rows = ("medewerkers", people) if people else ("teams", rows)
    over = [row for row in rows if any(each is not None and each.is_over for each in row.loads)]
    if not over:
        return "Niemand heeft meer toegezegd dan er is."
    most = max(
        (each.percentage or 0 for row in over for each in row.loads if each is not None), default=0
    )
    who = over[0].name if len(over) == 1 else f"{len(over)} van de {len(rows)} {kind}"
    verb = "heeft" if len(over) == 1 else "hebben"
    peak = f", het meest {most}%" if most > 100 else ""
    return f"{who} {verb} in een week meer toegezegd dan er is{peak}."


def _load(found: Occupancy | None) -> Load | None:
    return None if found is None or found.is_absent else Load(found.percentage)


def _row(
    team: str, staff_id: str | None, week: IsoWeek, found: Occupancy | None, moment: datetime
) -> list[Cell]:
    known = found or Occupancy(0, 0)
    return [
        team,
        staff_id,
        str(week),
        to_hours(known.promised),
        to_hours(known.available),
        known.percentage,
        DEFINITION_ID,
        moment,
    ]
