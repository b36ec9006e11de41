"""A proposal in words: what it changes, what lacks, and what stands in the way."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.planning.domain.hours import to_hours
from services.planning.domain.proposal.jobs import State
from services.planning.domain.proposal.proposal import (
    Conflict,
    Delay,
    FixedDate,
    Giver,
    Phase,
    Progress,
    Proposal,
    Repair,
    RepairKind,
    Shortage,
)
from services.planning.domain.proposal.wording import MINUTES_OF_AN_FTE, repair_text
from services.planning.domain.scenarios.changes import Change, Kind
from services.planning.pages import conclusions
from services.planning.pages.change_words import Words
from services.planning.pages.request_words import who
from shared.isoweek import IsoWeek
from shared.web import dutch

PHASES: Mapping[Phase, str] = {
    Phase.SCHEDULE: "verdeelt de uren en zoekt data",
    Phase.CONFLICTS: "zoekt uit wat elkaar in de weg zit",
    Phase.REPAIRS: "zoekt oplossingen en rekent ze na",
    Phase.DONE: "is bijna klaar",
}

_GROUPS: Mapping[Kind, str] = {
    Kind.RESCHEDULE: "Andere data",
    Kind.RELEASE: "Niet meer nodig",
    Kind.RESERVE: "Uren vragen",
}
"""The kinds of change that a proposal has, in the order of reading."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of the plan by its place among the changes of the proposal."""

    place: int
    words: str


@dataclass(frozen=True, slots=True)
class RepairCard:
    """A repair, who learns what when that is the repair, and what the plan comes to with it."""

    place: int
    words: str
    changes: Sequence[str]
    proof: str


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """What cannot all be held to, and what would help."""

    place: int
    title: str
    parts: Sequence[tuple[str, Sequence[str]]]
    is_minimal: bool
    in_place: bool
    repairs: Sequence[RepairCard]


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """Hours of an expertise that nobody gives in a week, all subprojects of the programme."""

    expertise: str
    week: IsoWeek
    hours: float
    fte: str


@dataclass(frozen=True, slots=True)
class DelayRow:
    """A milestone that comes later."""

    milestone: str
    promised: str
    proposed: str
    days: int


def conclusion(state: State, progress: Progress | None, answer: Proposal | None) -> str:
    """How far a proposal is, or what it comes to."""
    if state is State.QUEUED:
        return "Dit voorstel wacht op rekentijd. Deze pagina ververst vanzelf."
    if state is State.RUNNING:
        if progress is None:
            return "De berekening begint. Deze pagina ververst vanzelf."
        seconds = f"{progress.seconds:.0f} seconden"
        return f"De berekening loopt {seconds} en {PHASES[progress.phase]}."
    if state is State.CANCELLED:
        return "Deze berekening is gestopt. Het plan is niet veranderd."
    if answer is None:
        return (
            "Dit voorstel is niet gelukt. Vraag het opnieuw met meer rekentijd. "
            "Lukt het weer niet, bel dan de beheerder."
        )
    best = "Beter kan niet." if answer.proved else "Met meer rekentijd kan het soms beter."
    return f"{comes_to(answer)} {best}"


def comes_to(answer: Proposal) -> str:
    """What the programme still lacks, in one sentence."""
    short = sum(each.minutes for each in answer.shortages)
    late = len(answer.delays)
    later = "komt 1 mijlpaal later" if late == 1 else f"komen {late} mijlpalen later"
    if not short:
        return f"Zo {later}." if late else "Alle uren zijn verdeeld en elke mijlpaal is op tijd."
    lacking = f"Ook zo komt dit programma {conclusions.hours(to_hours(short))} tekort"
    return f"{lacking} en {later}." if late else f"{lacking}."


def change_groups(
    changes: Sequence[Change], words: Words
) -> Sequence[tuple[str, Sequence[ChangeLine]]]:
    """The changes of a proposal by kind, each with its place."""
    found: defaultdict[Kind, list[ChangeLine]] = defaultdict(list)
    for place, change in enumerate(changes):
        found[change.kind].append(ChangeLine(place, words.of(change)))
    return [(title, found[kind]) for kind, title in _GROUPS.items() if found[kind]]


def shortage_rows(shortages: Sequence[Shortage], words: Words) -> Sequence[ShortageRow]:
    """What lacks per expertise and week."""
    found: defaultdict[tuple[str, IsoWeek], int] = defaultdict(int)
    for each in shortages:
        found[words.names.expertises[each.expertise_id], each.week] += each.minutes
    return [
        ShortageRow(expertise, week, to_hours(minutes), _fte(minutes))
        for (expertise, week), minutes in sorted(found.items())
    ]


def delay_rows(delays: Sequence[Delay], words: Words) -> Sequence[DelayRow]:
    """Which milestones come later."""
    return [
        DelayRow(
            words.names.milestones[each.milestone_id],
            dutch.day(each.promised_on),
            dutch.day(each.proposed_on),
            each.days,
        )
        for each in delays
    ]


def conflict_cards(
    conflicts: Sequence[Conflict], words: Words, demands: Mapping[UUID, str]
) -> Sequence[ConflictCard]:
    """The conflicts; `demands` are what the demands are called."""
    return [
        ConflictCard(
            place,
            _title(conflict, words, demands),
            list(_parts(conflict, words, demands)),
            conflict.minimal,
            conflict.in_place,
            [_repair_card(at, each, words) for at, each in enumerate(conflict.repairs)],
        )
        for place, conflict in enumerate(conflicts)
    ]


def _title(conflict: Conflict, words: Words, demands: Mapping[UUID, str]) -> str:
    if conflict.demand_id is None:
        subproject = words.names.subprojects[conflict.subproject_id]
        return f"De mijlpalen van “{subproject}” worden niet gehaald"
    return f"{demands[conflict.demand_id]}: dit past niet"


def _parts(
    conflict: Conflict, words: Words, demands: Mapping[UUID, str]
) -> Iterator[tuple[str, Sequence[str]]]:
    if conflict.demands:
        yield "Deze vragen samen", [demands[each] for each in conflict.demands]
    if conflict.givers:
        yield "Deze medewerkers en teams", [_giver(each, words) for each in conflict.givers]
    if conflict.dates:
        yield "Deze data", [_date(each, words) for each in conflict.dates]


def _giver(giver: Giver, words: Words) -> str:
    return who(words.names.teams[giver.team_id], giver.staff_id)


def _date(fixed: FixedDate, words: Words) -> str:
    subproject = words.names.subprojects[fixed.subproject_id]
    return f"“{subproject}” begint uiterlijk op {dutch.day(fixed.latest_on)}"


def _repair_card(place: int, repair: Repair, words: Words) -> RepairCard:
    text = repair_text(repair, words.names.expertises, words.names.subprojects)
    short = to_hours(repair.proof.short_minutes)
    proof = "komt in geen enkel programma iets tekort" if not short else ""
    proof = proof or f"komt in alle programma’s samen {conclusions.hours(short)} tekort"
    named = repair.changes if repair.kind is RepairKind.LEARN else ()
    return RepairCard(place, text[:1].upper() + text[1:], [words.of(each) for each in named], proof)


def _fte(minutes: int) -> str:
    return dutch.number(minutes / MINUTES_OF_AN_FTE, 1)
