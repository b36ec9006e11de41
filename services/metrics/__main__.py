"""The metrics service in a process of its own: `python -m services.metrics`."""

from services.metrics.app import build
from services.metrics.settings import MetricsSettings
from shared.runtime.server import run

if __name__ == "__main__":
    run(lambda process: [build(MetricsSettings(), process)])
