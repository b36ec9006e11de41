"""The story of the fictional municipality, from an empty installation until the loop closes."""

from dataclasses import dataclass

from deploy.demo.chapters.catalogue import fill_catalogue
from deploy.demo.chapters.figures import deliver_figures
from deploy.demo.chapters.involvement import involve_and_start
from deploy.demo.chapters.loop import Decided, decide_freed_hours
from deploy.demo.chapters.organisation import describe_organisation
from deploy.demo.chapters.plan import plan_programme
from deploy.demo.chapters.reservations import reserve
from deploy.demo.stage import Stage


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the story ended: what team leaders decided about hours that the figures freed."""

    decided: list[Decided]

    @property
    def loop_closed(self) -> bool:
        """Freed counter hours came back to planning, and got a destination."""
        return bool(self.decided) and all(
            each.proposed > 0 and sum(each.destinations.values()) > 0 for each in self.decided
        )


async def play(stage: Stage) -> Outcome:
    """Play every chapter on running services.

    Raises:
        StoryStopped: a service refused something, or an event did not arrive.
    """
    await describe_organisation(stage)
    await fill_catalogue(stage)
    await plan_programme(stage)
    await involve_and_start(stage)
    await reserve(stage)
    await deliver_figures(stage)
    return Outcome(await decide_freed_hours(stage))
