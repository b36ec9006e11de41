"""The alert rules of deploy/prometheus: tested, explained, and on metrics that exist."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.promtool import promtool

ROOT = Path(__file__).parents[4]
CONFIGURATION = ROOT / "deploy" / "prometheus"
CASES = sorted((Path(__file__).parent / "alerts").glob("*.yml"))


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((CONFIGURATION / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def alert_names() -> list[str]:
    return [rule["alert"] for rule in rules()]


def checks_of(alert: str) -> list[dict[str, Any]]:
    return [
        check
        for path in CASES
        for case in yaml.safe_load(path.read_text())["tests"]
        for check in case["alert_rule_test"]
        if check["alertname"] == alert
    ]


def test_prometheus_accepts_the_configuration_and_its_rules() -> None:
    command = [str(promtool()), "check", "config", str(CONFIGURATION / "prometheus.yml")]

    run = subprocess.run(command, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_alert_fires_and_stays_silent_as_its_cases_say(path: Path) -> None:
    run = subprocess.run([promtool(), "test", "rules", path], capture_output=True, text=True)

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("alert", alert_names())
def test_every_alert_has_a_case_that_fires_and_one_that_does_not(alert: str) -> None:
    fires = [bool(check.get("exp_alerts")) for check in checks_of(alert)]

    assert True in fires
    assert False in fires


@pytest.mark.parametrize("rule", rules(), ids=alert_names())
def test_every_alert_says_what_is_wrong_what_to_do_and_has_a_runbook(rule: dict[str, Any]) -> None:
    headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)

    assert rule["annotations"]["summary"]
    assert rule["annotations"]["action"]
    assert rule["annotations"]["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"
    assert rule["alert"] in headings
    assert rule["labels"]["severity"] in {"critical", "warning"}


def test_every_metric_of_an_alert_is_exported_by_the_code() -> None:
    named = {name for rule in rules() for name in re.findall(r"\bdraagvlak_\w+", rule["expr"])}
    modules = [*ROOT.glob("shared/**/telemetry.py"), *ROOT.glob("services/*/telemetry.py")]
    telemetry = "".join(module.read_text() for module in modules)

    assert named
    assert {name for name in named if f'"{name}"' not in telemetry} == set()
