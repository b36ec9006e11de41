"""The one place that reads what was disclosed about opinions, for page, API, file, event and
figure alike.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.rounds.questions import Question
from services.engagement.tables.opinions import round_figure, round_remark


@dataclass(frozen=True, slots=True)
class Band:
    """Options that are told together, and how many chose one of them."""

    options: tuple[str, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """A group's answers to one question; no team or no function group means all of them."""

    question: Question
    team_id: UUID | None
    function_group_id: UUID | None
    invited: int
    bands: Sequence[Band]

    @property
    def answers(self) -> int:
        """How many of the group answered."""
        return sum(band.answers for band in self.bands)


async def opinions(
    connection: AsyncConnection, round_ids: Collection[UUID]
) -> dict[UUID, list[Opinion]]:
    """What may be known of each of these rounds: everybody first, then teams, function groups, and
    who is in both. A group of which nothing may be known is not in it, and nor is one that nobody
    is in.
    """
    rows = await connection.execute(
        select(round_figure)
        .where(round_figure.c.round_id.in_(round_ids))
        .order_by(
            round_figure.c.question,
            round_figure.c.function_group_id.nulls_first(),
            round_figure.c.team_id.nulls_first(),
        )
    )
    told: dict[UUID, list[Opinion]] = {round_id: [] for round_id in round_ids}
    for row in rows:
        told[row.round_id].append(_opinion(row))
    return told


async def remarks(connection: AsyncConnection, round_id: UUID) -> list[str]:
    """The free texts of a round, in an order that says nothing; none where there are too few."""
    rows = await connection.scalars(
        select(round_remark.c.remark)
        .where(round_remark.c.round_id == round_id)
        .order_by(round_remark.c.place)
    )
    return list(rows)


def _opinion(row: Row[Any]) -> Opinion:
    question = Question(row.question)
    options = question.options_in(tuple(row.bands))
    bands = [Band(*each) for each in zip(options, row.counts, strict=True)]
    return Opinion(question, row.team_id, row.function_group_id, row.invited, bands)
