"""What came of a proposal, as it goes out: hours for minutes, weeks by their names."""

from datetime import date
from uuid import UUID

from services.planning.domain.hours import to_hours
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.proposal.proposal import (
    Assignment,
    Conflict,
    Figures,
    Phase,
    Progress,
    Proposal,
    Repair,
    RepairKind,
    Shortage,
)
from services.planning.http.changes import AnyChange, outward
from services.planning.http.fields import WeekHoursAnswer
from shared.isoweek import IsoWeek
from shared.web.answers import Resource


class FiguresAnswer(Resource):
    """What a schedule comes to, in the order in which it is made small. `peak` is the heaviest
    load, as a part of what can be given.
    """

    short_hours: float
    late_days: int
    moved_weeks: int
    withdrawn_hours: float
    people: int
    peak: float


class ProgressAnswer(Resource):
    """How far it is; no figures as long as there is no schedule. So many conflicts are explained,
    with so many repairs between them.
    """

    phase: Phase
    seconds: float
    figures: FiguresAnswer | None
    conflicts: int
    repairs: int


class AssignmentAnswer(Resource):
    """Hours that a demand gets of a team, or of one of its people."""

    demand_id: UUID
    subproject_id: UUID
    expertise_id: UUID
    level: int
    team_id: UUID
    staff_id: UUID | None
    confirmed: bool
    weeks: list[WeekHoursAnswer]


class StartAnswer(Resource):
    """When a subproject starts, and when it was promised to."""

    subproject_id: UUID
    promised_on: date
    proposed_on: date
    movable: bool


class ShortageAnswer(Resource):
    """Hours that nobody gives to a demand in a week."""

    demand_id: UUID
    subproject_id: UUID
    expertise_id: UUID
    week: str
    hours: float


class DelayAnswer(Resource):
    """A milestone that comes later than promised."""

    milestone_id: UUID
    subproject_id: UUID
    promised_on: date
    proposed_on: date
    days: int


class GiverAnswer(Resource):
    """A team, or one of its people."""

    team_id: UUID
    staff_id: UUID | None


class FixedDateAnswer(Resource):
    """A subproject that must start on a day at the latest."""

    subproject_id: UUID
    latest_on: date


class RepairAnswer(Resource):
    """The least of its kind that repairs a conflict, and what the plan comes to with it."""

    kind: RepairKind
    changes: list[AnyChange]
    proof: FiguresAnswer


class ConflictAnswer(Resource):
    """Demands, givers and dates that cannot all be held to; without any one of them the others can,
    when it is `minimal`.
    """

    subproject_id: UUID
    demand_id: UUID | None
    demands: list[UUID]
    givers: list[GiverAnswer]
    dates: list[FixedDateAnswer]
    minimal: bool
    in_place: bool
    repairs: list[RepairAnswer]


class OutcomeAnswer(Resource):
    """A schedule for the programme, `proved` when there is none better."""

    proved: bool
    figures: FiguresAnswer
    assignments: list[AssignmentAnswer]
    starts: list[StartAnswer]
    shortages: list[ShortageAnswer]
    delays: list[DelayAnswer]
    conflicts: list[ConflictAnswer]
    changes: list[AnyChange]


def progress_answer(progress: Progress) -> ProgressAnswer:
    """How far it is, as it goes out."""
    figures = None if progress.figures is None else _figures(progress.figures)
    return ProgressAnswer(
        phase=progress.phase,
        seconds=progress.seconds,
        figures=figures,
        conflicts=progress.conflicts,
        repairs=progress.repairs,
    )


def outcome_answer(found: Proposal) -> OutcomeAnswer:
    """A proposal as it goes out."""
    return OutcomeAnswer(
        proved=found.proved,
        figures=_figures(found.figures),
        assignments=[_assignment(each) for each in found.assignments],
        starts=[StartAnswer.model_validate(each) for each in found.starts],
        shortages=[_shortage(each) for each in found.shortages],
        delays=[DelayAnswer.model_validate(each) for each in found.delays],
        conflicts=[_conflict(each) for each in found.conflicts],
        changes=[outward(each) for each in found.changes],
    )


def _figures(figures: Figures) -> FiguresAnswer:
    return FiguresAnswer(
        short_hours=to_hours(figures.short_minutes),
        late_days=figures.late_days,
        moved_weeks=figures.moved_weeks,
        withdrawn_hours=to_hours(figures.withdrawn_minutes),
        people=figures.people,
        peak=figures.peak / 1000,
    )


def _assignment(given: Assignment) -> AssignmentAnswer:
    return AssignmentAnswer(
        demand_id=given.demand_id,
        subproject_id=given.subproject_id,
        expertise_id=given.expertise_id,
        level=given.level,
        team_id=given.team_id,
        staff_id=given.staff_id,
        confirmed=given.confirmed,
        weeks=[_week(each) for each in given.weeks],
    )


def _week(given: WeekMinutes) -> WeekHoursAnswer:
    return WeekHoursAnswer(week=str(given.week), hours=to_hours(given.minutes))


def _shortage(lacking: Shortage) -> ShortageAnswer:
    week: IsoWeek = lacking.week
    return ShortageAnswer(
        demand_id=lacking.demand_id,
        subproject_id=lacking.subproject_id,
        expertise_id=lacking.expertise_id,
        week=str(week),
        hours=to_hours(lacking.minutes),
    )


def _conflict(conflict: Conflict) -> ConflictAnswer:
    return ConflictAnswer(
        subproject_id=conflict.subproject_id,
        demand_id=conflict.demand_id,
        demands=list(conflict.demands),
        givers=[GiverAnswer.model_validate(each) for each in conflict.givers],
        dates=[FixedDateAnswer.model_validate(each) for each in conflict.dates],
        minimal=conflict.minimal,
        in_place=conflict.in_place,
        repairs=[_repair(each) for each in conflict.repairs],
    )


def _repair(repair: Repair) -> RepairAnswer:
    return RepairAnswer(
        kind=repair.kind,
        changes=[outward(each) for each in repair.changes],
        proof=_figures(repair.proof),
    )
