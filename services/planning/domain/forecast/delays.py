"""How much later than planned a subproject can start at the earliest, because what it waits for is
late.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from graphlib import TopologicalSorter
from uuid import UUID

from services.planning.domain.plan.subprojects import CLOSED, State, Subproject

NONE = timedelta()


def delays(subprojects: Mapping[UUID, Subproject], today: date) -> Mapping[UUID, timedelta]:
    """By how much each subproject shifts when it keeps its length and starts no earlier than the
    day after the last of its dependencies.

    What is not done on its last day is done today at the earliest. A subproject that has started
    does not shift, and one that is closed holds nobody up. A dependency that is not among
    `subprojects` is not known and not waited for.
    """
    order = TopologicalSorter(
        {each.id: each.depends_on & subprojects.keys() for each in subprojects.values()}
    )
    shifts: dict[UUID, timedelta] = {}
    for subproject_id in order.static_order():
        subproject = subprojects[subproject_id]
        free_on = max(
            (
                _done_on(subprojects[each], shifts[each], today) + timedelta(days=1)
                for each in subproject.depends_on & subprojects.keys()
                if subprojects[each].state not in CLOSED
            ),
            default=subproject.period.starts_on,
        )
        waits = subproject.state is State.PLANNED
        shifts[subproject_id] = max(NONE, free_on - subproject.period.starts_on) if waits else NONE
    return shifts


def _done_on(subproject: Subproject, shift: timedelta, today: date) -> date:
    return max(subproject.period.ends_on + shift, today)
