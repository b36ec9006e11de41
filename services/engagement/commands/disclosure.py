"""The one way out for figures about opinions: what may be known is decided, remembered, saved and
told together.
"""

import asyncio
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.disclosure.disclose import Disclosure, disclose
from services.engagement.domain.disclosure.limits import Limits
from services.engagement.domain.disclosure.rounds import Cell, Group, Part, Publication
from services.engagement.domain.rounds.ballots import Ballot, BallotKey
from services.engagement.domain.rounds.barrier import barrier
from services.engagement.domain.rounds.cohort import Member, counted
from services.engagement.domain.rounds.questions import Question
from services.engagement.tables import event_log
from services.engagement.tables.opinions import published_part, round_figure, round_remark
from shared.contracts.engagement_v1 import (
    BarrierDetected,
    BarrierEvidence,
    Stage,
    SupportBand,
    SupportMeasured,
    SupportQuestion,
)

_DISCLOSING = 0x64697363
_EVERYBODY = Group()


async def publish(
    connection: AsyncConnection,
    key: BallotKey,
    *,
    round_id: UUID,
    subproject_id: UUID,
    cohort: Sequence[Member],
    ballots: Sequence[Ballot],
    limits: Limits,
) -> int | None:
    """Decide what of a round may be known, save it with what must be remembered of it, and tell it.
    Answer how many answered, where that may be known.

    Rounds are disclosed one after the other, whatever the subproject: the history is of all.
    """
    await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    await connection.execute(select(func.pg_advisory_xact_lock(_DISCLOSING)))
    known: list[int] = []
    for question in Question:
        cells = [
            replace(cell, people=frozenset(map(key.pseudonym, cell.people)))
            for cell in counted(cohort, ballots, question)
        ]
        history = await _history(connection, question)
        found = await asyncio.to_thread(disclose, question.scale, cells, history, limits)
        await _remember(connection, round_id, question, found.publication)
        await _save(connection, round_id, question, found, cells)
        for figure in _told(round_id, subproject_id, question, found, cells):
            await event_log.record(connection, figure)
        if question is Question.STAGE:
            for stuck in _barriers(round_id, subproject_id, found):
                await event_log.record(connection, stuck)
        if _EVERYBODY in found.figures:
            known.append(sum(found.figures[_EVERYBODY]))
    if not known:
        return None
    await _save_remarks(connection, round_id, ballots, limits)
    return known[0]


async def _history(connection: AsyncConnection, question: Question) -> list[Publication]:
    rows = await connection.execute(
        select(published_part)
        .where(published_part.c.question == question)
        .order_by(published_part.c.entry)
    )
    parts: dict[UUID, list[Part]] = {}
    bands: dict[UUID, tuple[int, ...]] = {}
    for row in rows:
        parts.setdefault(row.round_id, []).append(Part(frozenset(row.people), tuple(row.counts)))
        bands[row.round_id] = tuple(row.bands)
    return [Publication(bands[round_id], tuple(each)) for round_id, each in parts.items()]


async def _remember(
    connection: AsyncConnection, round_id: UUID, question: Question, publication: Publication
) -> None:
    if publication.parts:
        await connection.execute(
            insert(published_part),
            [
                {
                    "round_id": round_id,
                    "question": question,
                    "bands": publication.bands,
                    "people": sorted(part.people),
                    "counts": part.counts,
                }
                for part in publication.parts
            ],
        )


async def _save(
    connection: AsyncConnection,
    round_id: UUID,
    question: Question,
    found: Disclosure,
    cells: Sequence[Cell],
) -> None:
    if found.figures:
        await connection.execute(
            insert(round_figure),
            [
                {
                    "round_id": round_id,
                    "question": question,
                    "team_id": group.team_id,
                    "function_group_id": group.function_group_id,
                    "invited": _invited(group, cells),
                    "bands": found.bands,
                    "counts": counts,
                }
                for group, counts in found.figures.items()
            ],
        )


def _told(
    round_id: UUID,
    subproject_id: UUID,
    question: Question,
    found: Disclosure,
    cells: Sequence[Cell],
) -> Iterator[SupportMeasured]:
    for group, counts in found.figures.items():
        yield SupportMeasured(
            round_id=round_id,
            subproject_id=subproject_id,
            team_id=group.team_id,
            function_group_id=group.function_group_id,
            question=SupportQuestion(question),
            invited=_invited(group, cells),
            bands=tuple(
                SupportBand(options=options, answers=count)
                for options, count in zip(question.options_in(found.bands), counts, strict=True)
            ),
        )


def _barriers(round_id: UUID, subproject_id: UUID, found: Disclosure) -> Iterator[BarrierDetected]:
    """Where function groups are stuck; where of none of them anything may be known, everybody."""
    by_function = {
        group for group in found.figures if group.function_group_id and not group.team_id
    }
    stages = Question.STAGE.options_in(found.bands)
    for group in by_function or {_EVERYBODY} & found.figures.keys():
        stuck = barrier(list(zip(stages, found.figures[group], strict=True)))
        if stuck is not None:
            yield BarrierDetected(
                barrier_id=uuid5(subproject_id, str(group.function_group_id)),
                subproject_id=subproject_id,
                function_group_id=group.function_group_id,
                stage=Stage(stuck.stage),
                evidence=BarrierEvidence(
                    round_id=round_id, share=stuck.share, answers=stuck.answers
                ),
            )


def _invited(group: Group, cells: Sequence[Cell]) -> int:
    return sum(
        len(cell.people)
        for cell in cells
        if group.team_id in (None, cell.team_id)
        and group.function_group_id in (None, cell.function_group_id)
    )


async def _save_remarks(
    connection: AsyncConnection, round_id: UUID, ballots: Sequence[Ballot], limits: Limits
) -> None:
    """Keep the free texts in a random order, of everybody together; fewer than the limit are
    forgotten.
    """
    remarks = [
        ballot.answer.remark
        for ballot in ballots
        if ballot.answer is not None and ballot.answer.remark
    ]
    if len(remarks) < limits.answers:
        return
    secrets.SystemRandom().shuffle(remarks)
    await connection.execute(
        insert(round_remark),
        [
            {"round_id": round_id, "place": place, "remark": remark}
            for place, remark in enumerate(remarks)
        ],
    )
