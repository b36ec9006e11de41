"""A proposal as the command line shows it."""

from collections.abc import Iterator

import typer
from pydantic import TypeAdapter

from services.planning.domain import wording
from services.planning.domain.proposal.proposal import Conflict, Phase, Progress, Proposal
from services.planning.domain.proposal.wording import repair_text
from services.planning.queries.names import Names
from shared.refusal import Reason
from shared.web import dutch

NOT_IN_TIME = Reason(
    "no-proposal", "Binnen de tijd is geen voorstel gevonden. Geef meer tijd met --time-limit."
)

_PHASES = {
    Phase.SCHEDULE: "planning zoeken",
    Phase.CONFLICTS: "knelpunten zoeken",
    Phase.REPAIRS: "oplossingen zoeken",
    Phase.DONE: "klaar",
}


def proposal_json(proposal: Proposal) -> str:
    """The proposal on one line."""
    return TypeAdapter(Proposal).dump_json(proposal).decode()


def show_progress(progress: Progress) -> None:
    """Say on stderr how far it is."""
    line = f"{dutch.number(progress.seconds, 1)} s: {_PHASES[progress.phase]}"
    if progress.figures is not None:
        short = wording.hours(progress.figures.short_minutes)
        line += f", {short} tekort, {progress.figures.late_days // 7} weken te laat"
    if progress.conflicts:
        line += f", knelpunten {progress.conflicts}, oplossingen {progress.repairs}"
    typer.echo(line, err=True)


def proposal_lines(proposal: Proposal, called: Names) -> Iterator[str]:
    """What it comes to, what it changes, what does not fit and what would repair that."""
    yield "Beter kan niet: dat is bewezen." if proposal.proved else "Het beste dat is gevonden."
    for start in proposal.difference.starts:
        days = f"{dutch.day(start.promised_on)} → {dutch.day(start.proposed_on)}"
        yield f"begin {called.subprojects[start.subproject_id]}: {days}"
    for delay in proposal.delays:
        yield f"mijlpaal {called.milestones[delay.milestone_id]}: {delay.days // 7} weken later"
    for each in proposal.assignments:
        minutes = sum(week.minutes for week in each.weeks)
        who = called.teams[each.team_id] + ("" if each.staff_id is None else f", {each.staff_id}")
        state = "bevestigd" if each.confirmed else "voorgesteld"
        what = f"{called.subprojects[each.subproject_id]}, {called.expertises[each.expertise_id]}"
        yield f"{state:<12} {what}: {wording.hours(minutes)} ({who})"
    for short in proposal.shortages:
        what = f"{called.subprojects[short.subproject_id]}, {called.expertises[short.expertise_id]}"
        yield f"{'tekort':<12} {what}: {wording.hours(short.minutes)} in {wording.week(short.week)}"
    for conflict in proposal.conflicts:
        yield from _conflict_lines(conflict, called)


def _conflict_lines(conflict: Conflict, called: Names) -> Iterator[str]:
    parts = (
        f"inzetvragen {len(conflict.demands)}",
        f"mensen en teampools {len(conflict.givers)}",
        f"uiterste begindata {len(conflict.dates)}",
    )
    starts = " (bij de voorgestelde begindata)" if conflict.in_place else ""
    name = called.subprojects[conflict.subproject_id]
    yield f"knelpunt bij “{name}”{starts}: {', '.join(parts)}"
    for repair in conflict.repairs:
        yield f"  oplossing: {repair_text(repair, called.expertises, called.subprojects)}"
