"""What the fictional municipality sees coming: lacking hours, days to reserve by, and forecasts."""

from collections.abc import Iterator
from datetime import date

from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    CapacityBalanceUpdated,
    CapacityShortageDetected,
    CapacityShortageResolved,
    ForecastUpdated,
    ReservationDeadlineApproaching,
    ReservationOption,
    ShortWeek,
    WeekBalance,
)
from shared.contracts.publication.sample_ids import sample_id

_PROCESS = sample_id("expertise procesontwerp")
_MOVING = sample_id("subproject verhuizen")
_NAME = "Procesontwerp"


def outlook_events() -> Iterator[EventData]:
    """One event of every type about capacity, deadlines and forecasts."""
    yield CapacityBalanceUpdated(
        expertise_id=_PROCESS,
        expertise=_NAME,
        weeks=(
            WeekBalance(week="2026-W08", demand=24, supply=40, confirmed=16, short=0),
            WeekBalance(week="2026-W09", demand=24, supply=40, confirmed=16, short=4.5),
            WeekBalance(week="2026-W10"),
        ),
    )
    yield CapacityShortageDetected(
        expertise_id=_PROCESS,
        expertise=_NAME,
        weeks=(ShortWeek(week="2026-W09", short=4.5), ShortWeek(week="2026-W10")),
    )
    yield CapacityShortageResolved(expertise_id=_PROCESS, expertise=_NAME)
    yield ReservationDeadlineApproaching(
        demand_id=sample_id("demand"),
        subproject_id=_MOVING,
        expertise_id=_PROCESS,
        expertise=_NAME,
        starts_on=date(2026, 2, 16),
        last_day=date(2026, 1, 5),
        days_before=14,
        options=(
            ReservationOption.OTHER_PERSON,
            ReservationOption.SPLIT,
            ReservationOption.REDUCE_SCOPE,
        ),
    )
    yield ForecastUpdated(
        milestone_id=sample_id("milestone go-live"),
        subproject_id=_MOVING,
        programme_id=sample_id("programme"),
        due_on=date(2026, 4, 1),
        p50=date(2026, 4, 9),
        p80=date(2026, 4, 30),
    )
