"""`draagvlak planning solve`: the scheduling core on a file of a public format."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from services.planning.domain.scheduling.mspsp import parse_mspsp
from services.planning.domain.scheduling.problem import Answer, Objective, Problem, Status
from services.planning.domain.scheduling.psplib import parse_psplib
from shared.refusal import Reason, Refusal
from shared.tabular.cli import refused
from shared.web import dutch

NOTHING_FOUND = 1

IN_DUTCH: Mapping[Status, str] = {
    Status.OPTIMAL: "Bewezen de kortste planning.",
    Status.FEASIBLE: "De beste planning die op tijd is gevonden; korter is niet uitgesloten.",
    Status.INFEASIBLE: "Er is geen planning mogelijk: dat is bewezen.",
    Status.UNKNOWN: "Binnen de tijd is geen planning gevonden. Geef meer tijd met --time-limit.",
}


class Format(StrEnum):
    """The public formats that can be read."""

    PSPLIB = "psplib"
    MSPSP = "mspsp"


PARSERS: Mapping[Format, Callable[[str], Problem]] = {
    Format.PSPLIB: parse_psplib,
    Format.MSPSP: parse_mspsp,
}


def solve_file(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="Bestand met een project.")],
    file_format: Annotated[
        Format,
        typer.Option(
            "--format",
            help="psplib: activiteiten en middelen (.sm). mspsp: activiteiten en mensen met "
            "vaardigheden (.dzn).",
        ),
    ],
    time_limit: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Hoeveel seconden er gezocht mag worden.")
    ] = 30,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Begingetal van het zoeken.")] = 1,
    as_json_object: Annotated[
        bool, typer.Option("--json", help="Toon de uitkomst als JSON op één regel.")
    ] = False,
) -> None:
    """Zoek de kortste planning van een project uit een openbare verzameling.

    Voorbeeld: draagvlak planning solve j301_1.sm --format psplib --time-limit 10 --json

    De JSON heeft vier velden:

    - status: optimal (bewezen), feasible (gevonden), infeasible (bewezen onmogelijk) of unknown

    - makespan: de duur

    - bound: korter kan bewezen niet

    - schedule: per activiteit start, finish en wie met welke vaardigheid meedoet

    Wat onderweg gevonden wordt, staat op stderr.

    Eindigt met 0 als er een planning is, met 1 als die er niet is, met 2 als het bestand fout is.
    """
    try:
        problem = PARSERS[file_format](_text(file))
    except Refusal as refusal:
        raise refused(refusal) from None
    answer = _solve(problem, time_limit, seed)
    if as_json_object:
        typer.echo(json.dumps(as_object(problem, answer), ensure_ascii=False))
    else:
        _show(problem, answer)
    if answer.schedule is None:
        raise typer.Exit(NOTHING_FOUND)


def as_object(problem: Problem, answer: Answer) -> dict[str, Any]:
    """The answer as JSON has it."""
    return {
        "status": answer.status,
        "makespan": answer.figures.get(Objective.MAKESPAN),
        "bound": answer.bounds.get(Objective.MAKESPAN),
        "schedule": _activities(problem, answer),
    }


def _activities(problem: Problem, answer: Answer) -> list[dict[str, Any]]:
    if answer.schedule is None:
        return []
    staff: dict[str, list[dict[str, str]]] = {}
    for given in answer.schedule.given:
        skill = problem.task[given.task].needs[given.need].skill
        staff.setdefault(given.task, []).append({"resource": given.worker, "skill": skill})
    starts = answer.schedule.starts
    return [
        {
            "activity": task.name,
            "start": starts[task.name],
            "finish": starts[task.name] + task.duration,
        }
        | ({"staff": staff[task.name]} if task.name in staff else {})
        for task in problem.tasks
    ]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        raise Refusal(Reason("file-unreadable", f"{file} is niet te lezen.")) from None


def _solve(problem: Problem, time_limit: float, seed: int) -> Answer:
    from services.planning.domain.scheduling.solve import solve  # the solver is heavy to load

    began = monotonic()

    def progress(answer: Answer) -> None:
        found = "duur" if answer.schedule else "nog zonder bezetting: duur"
        seconds = dutch.number(monotonic() - began, 1)
        typer.echo(f"{seconds} s: {found} {answer.figures[Objective.MAKESPAN]}", err=True)

    return solve(problem, time_limit=time_limit, seed=seed, on_progress=progress)


def _show(problem: Problem, answer: Answer) -> None:
    typer.echo(IN_DUTCH[answer.status])
    bound = answer.bounds.get(Objective.MAKESPAN)
    if answer.schedule is not None:
        typer.echo(f"Duur: {answer.figures[Objective.MAKESPAN]}. Ondergrens: {bound}.")
        typer.echo(f"{'activiteit':<12}{'begin':>8}{'einde':>8}  wie")
    for row in _activities(problem, answer):
        staff = ", ".join(f"{each['resource']} ({each['skill']})" for each in row.get("staff", ()))
        line = f"{row['activity']:<12}{row['start']:>8}{row['finish']:>8}  {staff}"
        typer.echo(line.rstrip())
