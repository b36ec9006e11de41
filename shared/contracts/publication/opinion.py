"""The part of the story in which staff are asked what they think."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from shared.contracts.engagement_v1 import (
    RoundClosed,
    RoundOpened,
    SupportBand,
    SupportMeasured,
    SupportQuestion,
)
from shared.contracts.envelope import EventData


def opinion_events(
    subproject_id: UUID, function_group_id: UUID, round_id: UUID
) -> Iterator[EventData]:
    """A round among the staff of a subproject, and what may be known of a function group."""
    yield RoundOpened(
        round_id=round_id,
        subproject_id=subproject_id,
        opened_on=date(2026, 3, 2),
        closes_on=date(2026, 3, 13),
        invited=21,
    )
    yield SupportMeasured(
        round_id=round_id,
        subproject_id=subproject_id,
        function_group_id=function_group_id,
        question=SupportQuestion.STAGE,
        invited=21,
        bands=(
            SupportBand(options=("aware", "willing"), answers=8),
            SupportBand(options=("knowing", "able"), answers=7),
            SupportBand(options=("doing",), answers=3),
        ),
    )
    yield RoundClosed(
        round_id=round_id,
        subproject_id=subproject_id,
        closed_on=date(2026, 3, 14),
        cancelled=False,
        answers=18,
    )
