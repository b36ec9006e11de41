"""Whether hours were reserved in time (reference: definition C4)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.planning.domain.supply.workdays import working_days_between
from shared.isoweek import IsoWeek

DEFINITION = "C4"


def lead_days(confirmed_on: date, first_monday: date) -> int:
    """Working days that passed between the day of the confirmation, itself included, and the first
    week of work; 0 when that had begun.
    """
    day = timedelta(days=1)
    return working_days_between(confirmed_on - day, first_monday - day)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where hours are asked: by a subproject, of an expertise, in a week."""

    subproject_id: UUID
    expertise_id: UUID
    week: IsoWeek


@dataclass(frozen=True, slots=True)
class Given:
    """Confirmed minutes, and the working days between their confirmation and first week."""

    asked: Asked
    minutes: int
    lead_days: int


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Minutes confirmed in time, of the minutes demanded."""

    timely: int
    demanded: int

    @property
    def share(self) -> float | None:
        """The part of the demand that was reserved in time; None where nothing is demanded."""
        return self.timely / self.demanded if self.demanded else None


def timeliness(
    demanded: Mapping[Asked, int], given: Iterable[Given], norm: int
) -> Mapping[UUID, Timeliness]:
    """Per subproject with demand. What is confirmed beyond the demand of a week makes up for no
    other week.
    """
    timely: Counter[Asked] = Counter()
    for each in given:
        if each.lead_days >= norm:
            timely[each.asked] += each.minutes
    met: Counter[UUID] = Counter()
    total: Counter[UUID] = Counter()
    for asked, minutes in demanded.items():
        total[asked.subproject_id] += minutes
        met[asked.subproject_id] += min(minutes, timely[asked])
    return {each: Timeliness(met[each], total[each]) for each in total}
