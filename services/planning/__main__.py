"""The planning service in a process of its own: `python -m services.planning`."""

from services.planning.app import build
from services.planning.settings import PlanningSettings
from shared.runtime.server import run

if __name__ == "__main__":
    run(lambda process: [build(PlanningSettings(), process)])
