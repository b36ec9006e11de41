"""First-moment coverage: a bar for each subproject."""

from collections.abc import Sequence

from services.planning.pages import conclusions
from services.planning.queries.steering import SubprojectCoverage
from shared.web import dutch
from shared.web.charts import ChartText, ShareChart, ShareRow
from shared.web.figures import Cell, Column, FigureTable, Standing

DEFINITION_ID = "E2"
DEFINITION = (
    "Dit is het deel van de medewerkers met wie het deelproject iets doet, dat op tijd is "
    "betrokken. Op tijd is: uiterlijk op het eerste moment van het deelproject. De mediaan zegt "
    "hoeveel dagen daarvoor de middelste medewerker erbij was. Wie later in dienst kwam, telt niet "
    "mee en staat apart. Voor een kleine groep tonen wij geen cijfers. Dat ziet er hetzelfde uit "
    "als een cijfer dat nog niet bekend is."
)

COLUMNS = (
    Column(name="deelproject", title="Deelproject"),
    Column(name="eerste_moment", title="Eerste moment"),
    Column(name="vanaf_het_begin", title="Erbij", format="number"),
    Column(name="betrokken_medewerkers", title="Van", format="number"),
    Column(name="aandeel", title="Aandeel", format="percent"),
    Column(name="mediaan_dagen_vooraf", title="Mediaan dagen vooraf", format="number"),
    Column(name="later_begonnen", title="Later begonnen", format="number"),
    Column(name="stand", title="Stand"),
    Column(name="definitie"),
    Column(name="bijgewerkt_op"),
)


def coverage_table(found: Sequence[SubprojectCoverage]) -> FigureTable:
    """The figures of these subprojects."""
    return FigureTable(COLUMNS, [_row(each) for each in found])


MOST_SHOWN = 25
"""Subprojects on the page; the file has all."""


def least_covered(found: Sequence[SubprojectCoverage]) -> Sequence[SubprojectCoverage]:
    """Those with the smallest known share, in the order given, as many as the page shows."""
    ranked = sorted(found, key=lambda each: (each.share is None, each.share or 0.0))
    chosen = {each.subproject_id for each in ranked[:MOST_SHOWN]}
    return [each for each in found if each.subproject_id in chosen]


def coverage_chart(found: Sequence[SubprojectCoverage], csv: str) -> ShareChart:
    """The chart of the subprojects that were told, of which there is at least one."""
    shown = least_covered(found)
    return ShareChart(
        ChartText(
            key="eerste-moment",
            title=conclusions.coverage(found),
            definition=DEFINITION,
            definition_id=DEFINITION_ID,
            table=coverage_table(shown),
            csv=csv,
            format="percent",
            updated=dutch.moment(max(each.told_at for each in found)),
            standing=_standing_text(found),
        ),
        [ShareRow(each.subproject, each.share, _value(each), _notes(each)) for each in shown],
    )


def _value(each: SubprojectCoverage) -> str:
    if each.share is None:
        return dutch.UNKNOWN
    return f"{each.numerator} van {each.denominator} ({dutch.percent(each.share)})"


def _notes(each: SubprojectCoverage) -> list[str]:
    """The same for a group that is too small as for one of which nothing is known."""
    notes = [f"eerste moment: {dutch.day(each.t0)}"]
    if each.median_lead_days is not None:
        notes.append(_lead(each.median_lead_days))
    if each.joiners_after_t0:
        notes.append(f"later begonnen: {each.joiners_after_t0}")
    return notes


def _lead(days: float) -> str:
    if days == 0:
        return "mediaan: op de dag zelf"
    count = dutch.number(abs(days), 0 if days == int(days) else 1)
    unit = "dag" if abs(days) == 1 else "dagen"
    return f"mediaan: {count} {unit} {'vooraf' if days > 0 else 'erna'}"


def _standing(each: SubprojectCoverage) -> Standing:
    return Standing.COMPLETE if each.frozen else Standing.PROVISIONAL


def _standing_text(found: Sequence[SubprojectCoverage]) -> str:
    moving = sum(not each.frozen for each in found)
    standing = (
        f"Voorlopig bij {moving} van de {len(found)}: daar moet het eerste moment nog komen."
        if moving
        else "Compleet: het eerste moment is overal geweest."
    )
    if len(found) <= MOST_SHOWN:
        return standing
    return (
        f"{standing} U ziet de {MOST_SHOWN} deelprojecten met het kleinste aandeel. "
        f"In het bestand staan alle {len(found)}."
    )


def _row(each: SubprojectCoverage) -> list[Cell]:
    return [
        each.subproject,
        each.t0,
        each.numerator,
        each.denominator,
        each.share,
        each.median_lead_days,
        each.joiners_after_t0,
        _standing(each).value,
        each.definition,
        each.told_at,
    ]
