"""What rounds told, as charts: attitude as bars that diverge, stage and motive as shares."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from uuid import UUID

from services.engagement.domain.rounds.barrier import barrier
from services.engagement.domain.rounds.movement import movement
from services.engagement.domain.rounds.questions import Attitude, Question
from services.engagement.pages.question_words import WORDS
from services.engagement.queries.opinions import Band, Opinion
from shared.web import dutch
from shared.web.charts import ChartText, ShareChart, ShareRow
from shared.web.diverging import DivergingChart, DivergingRow, Side
from shared.web.figures import Column, FigureTable

EVERYBODY = "Iedereen die is gevraagd"
DEFINITION = (
    "Elke balk telt alle antwoorden van een groep. Gaf bijna niemand een antwoord, dan wordt het "
    "samen met een ander antwoord geteld. Een groep wordt niet getoond als er te weinig mensen in "
    "zitten of antwoordden, of als een kleine groep is uit te rekenen. Een groep die niet is "
    "gevraagd, staat er ook niet. Dat verschil is niet te zien."
)
COLUMNS = (
    Column(name="peiling", title="Peiling"),
    Column(name="groep", title="Groep"),
    Column(name="gevraagd", title="Gevraagd", format="number"),
    Column(name="geantwoord", title="Geantwoord", format="number"),
    Column(name="antwoord", title="Antwoord"),
    Column(name="aantal", title="Aantal", format="number"),
    Column(name="definitie"),
)
SIDE_NAMES = (
    (Side.AGAINST, "Sceptisch of twijfelend"),
    (Side.BETWEEN, "Afwachtend"),
    (Side.FOR, "Belangstellend of positief"),
)
_AGAINST = {Attitude.SCEPTICAL, Attitude.DOUBTFUL}


def group_name(opinion: Opinion, names: Mapping[UUID, str]) -> str:
    """The group in words."""
    parts = [
        names.get(group_id, dutch.UNKNOWN)
        for group_id in (opinion.team_id, opinion.function_group_id)
        if group_id is not None
    ]
    return ", ".join(parts) or EVERYBODY


def opinions_table(
    told: Sequence[tuple[date, Sequence[Opinion]]], question: Question, names: Mapping[UUID, str]
) -> FigureTable:
    """Every figure of a question, by round, group and answers that are told together."""
    return FigureTable(
        COLUMNS,
        [
            [
                opened,
                group_name(opinion, names),
                opinion.invited,
                opinion.answers,
                WORDS[question].together(band.options),
                band.answers,
                WORDS[question].subject.lower(),
            ]
            for opened, opinions in told
            for opinion in opinions
            if opinion.question is question
            for band in opinion.bands
        ],
    )


def attitude_by_group(
    opened: date, opinions: Sequence[Opinion], names: Mapping[UUID, str], csv: str
) -> DivergingChart | None:
    """The attitude of each group in a round; None where nothing of it may be known."""
    shown = _of(opinions, Question.ATTITUDE)
    if not shown:
        return None
    return DivergingChart(
        _text("houding", _conclusion(shown[0], names), [(opened, shown)], names, csv),
        [_diverging(group_name(each, names), each) for each in shown],
        SIDE_NAMES,
    )


def attitude_by_round(
    told: Sequence[tuple[date, Sequence[Opinion]]], names: Mapping[UUID, str], csv: str
) -> DivergingChart | None:
    """The attitude of everybody in each round, the first first; None with fewer than two."""
    shown = [
        (opened, [each])
        for opened, opinions in told
        for each in _of(opinions, Question.ATTITUDE)
        if each.team_id is None and each.function_group_id is None
    ]
    if len(shown) < 2:
        return None
    title = "Houding per peiling. Wie er per keer antwoordde, kan verschillen."
    rows = [_diverging(dutch.day(opened), opinion) for opened, (opinion,) in shown]
    moved = [moved_in_words(before, after) for (_, (before,)), (_, (after,)) in pairwise(shown)]
    return DivergingChart(
        _text("houding-per-peiling", title, shown, names, csv),
        [
            rows[0],
            *(
                replace(row, notes=[*row.notes, words])
                for row, words in zip(rows[1:], moved, strict=True)
            ),
        ],
        SIDE_NAMES,
    )


def moved_in_words(before: Opinion, after: Opinion) -> str:
    """Whether a group is more for than in the round before, or less, or whether that is chance."""
    moved = movement((_for(before), before.answers), (_for(after), after.answers))
    low, high = (round(100 * end) for end in (moved.interval.low, moved.interval.high))
    if not moved.is_change:
        return (
            f"geen aantoonbaar verschil met de peiling ervoor (tussen {low} en {high} procentpunt)"
        )
    more = "meer" if moved.difference > 0 else "minder"
    return f"{more} mensen ervoor dan in de peiling ervoor (tussen {low} en {high} procentpunt)"


def stuck_in_words(opinions: Sequence[Opinion], names: Mapping[UUID, str]) -> list[str]:
    """Where groups are stuck, in sentences; teams and function groups that are not, are not in
    it.
    """
    sentences = []
    for opinion in _of(opinions, Question.STAGE):
        stuck = barrier([(band.options, band.answers) for band in opinion.bands])
        if stuck is not None:
            words = WORDS[Question.STAGE].short[stuck.stage]
            low, high = stuck.interval.low, stuck.interval.high
            sure = "" if stuck.is_sure else " Met zo weinig antwoorden kan dat toeval zijn."
            sentences.append(
                f"{group_name(opinion, names)}: {stuck.below} van {stuck.answers} is nog niet bij "
                f"\u2018{words}\u2019 (tussen {dutch.percent(low, 0)} en "
                f"{dutch.percent(high, 0)}).{sure}"
            )
    return sentences


def shares(
    opened: date,
    opinions: Sequence[Opinion],
    question: Question,
    names: Mapping[UUID, str],
    csv: str,
) -> ShareChart | None:
    """What everybody who is told of together answered; None where nothing of it may be known."""
    shown = _of(opinions, question)
    if not shown:
        return None
    first, words = shown[0], WORDS[question]
    most = max(first.bands, key=lambda band: band.answers)
    group = group_name(first, names)
    title = (
        f"{words.subject} van {_lower(group)}: {words.together(most.options)} komt het meest voor "
        f"({most.answers} van {first.answers})."
    )
    return ShareChart(
        _text(question.value, title, [(opened, shown)], names, csv),
        [_share(words.together(band.options), band, first) for band in first.bands],
    )


def _of(opinions: Sequence[Opinion], question: Question) -> list[Opinion]:
    return [each for each in opinions if each.question is question]


def _text(
    key: str,
    title: str,
    told: Sequence[tuple[date, Sequence[Opinion]]],
    names: Mapping[UUID, str],
    csv: str,
) -> ChartText:
    question = told[0][1][0].question
    return ChartText(
        key=key,
        title=title,
        definition=DEFINITION,
        definition_id=WORDS[question].subject.lower(),
        table=opinions_table(told, question, names),
        csv=csv,
    )


def _conclusion(first: Opinion, names: Mapping[UUID, str]) -> str:
    good = _for(first)
    group = group_name(first, names)
    words = WORDS[Question.ATTITUDE].together(
        [each for band in first.bands if _side(band.options) is Side.FOR for each in band.options]
    )
    return f"{group}: {good} van {first.answers} is {words}."


def _diverging(label: str, opinion: Opinion) -> DivergingRow:
    words = WORDS[Question.ATTITUDE]
    return DivergingRow(
        label,
        [(_side(band.options), band.answers / opinion.answers) for band in opinion.bands],
        f"{opinion.answers} van {opinion.invited} antwoordden",
        [f"{words.together(band.options)} {band.answers}" for band in opinion.bands],
    )


def _for(opinion: Opinion) -> int:
    return sum(band.answers for band in opinion.bands if _side(band.options) is Side.FOR)


def _side(options: Sequence[str]) -> Side:
    """Where answers that are told together belong: for only when all of them are."""
    if _AGAINST & set(options):
        return Side.AGAINST
    return Side.BETWEEN if Attitude.WAITING in options else Side.FOR


def _share(label: str, band: Band, opinion: Opinion) -> ShareRow:
    share = band.answers / opinion.answers
    value = f"{dutch.percent(share, 0)} ({band.answers} van {opinion.answers})"
    return ShareRow(label.capitalize(), share, value)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text == EVERYBODY else text
