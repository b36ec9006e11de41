"""All three services in one process on one port: `python -m services`."""

from services.engagement.app import build as build_engagement
from services.engagement.settings import EngagementSettings
from services.metrics.app import build as build_metrics
from services.metrics.settings import MetricsSettings
from services.planning.app import build as build_planning
from services.planning.settings import PlanningSettings
from shared.runtime.process import Process
from shared.runtime.server import run
from shared.runtime.service import Service


def build(process: Process) -> list[Service]:
    """Every service, each on its own schema and its own broker user."""
    return [
        build_planning(PlanningSettings(), process),
        build_engagement(EngagementSettings(), process),
        build_metrics(MetricsSettings(), process),
    ]


if __name__ == "__main__":
    run(build, home="/planning/koers")
