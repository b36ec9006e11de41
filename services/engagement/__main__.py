"""The engagement service in a process of its own: `python -m services.engagement`."""

from services.engagement.app import build
from services.engagement.settings import EngagementSettings
from shared.runtime.server import run

if __name__ == "__main__":
    run(lambda process: [build(EngagementSettings(), process)])
