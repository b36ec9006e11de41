"""docker-compose.yml against the code; tests/system/compose runs it for real."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.provisioning import SERVICES
from deploy.provisioning.settings import ProvisioningSettings
from services.engagement.settings import EngagementSettings
from services.metrics.settings import MetricsSettings
from services.planning.settings import PlanningSettings
from shared.runtime.settings import ProcessSettings, Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = (*SERVICES, "provision")
SETTINGS: Mapping[str, type[Settings]] = {
    "planning": PlanningSettings,
    "engagement": EngagementSettings,
    "metrics": MetricsSettings,
}


def names(*classes: type[Settings]) -> set[str]:
    """Every name in the environment that these settings read."""
    plain = {
        f"{settings.model_config.get('env_prefix', '')}{field}".upper()
        for settings in classes
        for field in settings.model_fields
    }
    return plain | {f"{name}_FILE" for name in plain}


def environment(container: str) -> dict[str, str]:
    found: dict[str, str] = COMPOSE["services"][container]["environment"]
    return found


def secrets_of(container: dict[str, Any]) -> set[str]:
    listed = container.get("secrets", [])
    return {entry["source"] if isinstance(entry, dict) else entry for entry in listed}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_given_only_settings_that_it_reads(service: str) -> None:
    assert set(environment(service)) - names(ProcessSettings, SETTINGS[service]) == set()


def test_provisioning_is_given_only_settings_that_it_reads() -> None:
    assert set(environment("provision")) - names(ProvisioningSettings) == set()


@pytest.mark.parametrize("container", OURS)
def test_every_secret_is_a_file_that_the_container_gets(container: str) -> None:
    given = {f"/run/secrets/{name}" for name in secrets_of(COMPOSE["services"][container])}
    files = {value for name, value in environment(container).items() if name.endswith("_FILE")}

    assert files
    assert files - given == set()


def test_every_secret_is_used() -> None:
    used = {name for c in COMPOSE["services"].values() for name in secrets_of(c)}

    assert used == set(COMPOSE["secrets"])


def test_images_of_others_are_named_by_their_full_version() -> None:
    images = {name: c["image"] for name, c in COMPOSE["services"].items() if name not in OURS}

    assert {n: i for n, i in images.items() if not re.search(r":v?\d+\.\d+", i)} == {}


def test_prometheus_scrapes_every_service() -> None:
    configuration = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    jobs = {job["job_name"]: job["static_configs"] for job in configuration["scrape_configs"]}

    assert {s: jobs[s] for s in SERVICES} == {s: [{"targets": [f"{s}:8000"]}] for s in SERVICES}
