"""docker-compose.yml as an operator starts it: everything comes up, in order, and comes back."""

import json
import re
from datetime import datetime
from typing import Any

import httpx
import pytest
import yaml

from tests.support.waiting import until
from tests.system.compose.stack import PORTS, ROOT, Stack

RUNNING = ("postgres", "rabbitmq", "planning", "engagement", "metrics", "prometheus")
SERVICES = tuple(PORTS)


def prometheus(path: str) -> Any:
    """What Prometheus' API answers."""
    return httpx.get(f"http://127.0.0.1:9090/api/v1/{path}").json()["data"]


def alerts() -> list[dict[str, str]]:
    """The alerts as they are written."""
    groups = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def moment(value: str) -> datetime:
    """A moment as the engine writes it, with nanoseconds."""
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d*Z", r"\1+00:00", value))


@pytest.mark.parametrize("name", RUNNING)
def test_everything_that_stays_up_is_healthy(stack: Stack, name: str) -> None:
    assert stack.container(name)["State"]["Running"]
    assert stack.healthy(name)


def test_provisioning_runs_once_and_ends_before_a_service_starts(stack: Stack) -> None:
    recreate = "docker compose up --detach --wait --force-recreate provision"

    stack.shell(f"{recreate} {' '.join(SERVICES)}")

    provision = stack.container("provision")
    assert provision["State"]["ExitCode"] == 0
    assert provision["RestartCount"] == 0
    for service in SERVICES:
        started = moment(stack.container(service)["State"]["StartedAt"])
        assert moment(provision["State"]["FinishedAt"]) < started


@pytest.mark.parametrize("check", ["live", "ready"])
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_answers_on_this_host(stack: Stack, service: str, check: str) -> None:
    answer = httpx.get(f"http://127.0.0.1:{PORTS[service]}/{service}/health/{check}")

    assert answer.status_code == 200, answer.text


async def test_prometheus_reaches_every_target(stack: Stack) -> None:
    def health() -> dict[str, str]:
        targets = prometheus("targets")["activeTargets"]
        return {target["labels"]["job"]: target["health"] for target in targets}

    jobs = (*SERVICES, "rabbitmq", "rabbitmq-queues", "prometheus")
    await until(lambda: health() == dict.fromkeys(jobs, "up"), 60, reason="every target is up")


def test_prometheus_evaluates_every_alert_and_none_fires_in_a_healthy_stack(stack: Stack) -> None:
    loaded = [rule for group in prometheus("rules")["groups"] for rule in group["rules"]]

    assert {rule["name"] for rule in loaded} == {rule["alert"] for rule in alerts()}
    assert {rule["health"] for rule in loaded} == {"ok"}
    assert [rule["name"] for rule in loaded if rule["state"] == "firing"] == []


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
async def test_every_metric_of_an_alert_is_in_a_live_scrape(
    stack: Stack, alert: dict[str, str]
) -> None:
    named = set(re.findall(r"\b(?:draagvlak|rabbitmq)_\w+", alert["expr"]))

    def scraped() -> set[str]:
        return named & set(prometheus("label/__name__/values"))

    await until(lambda: scraped() == named, 60, reason=f"Prometheus has {named}")


def test_a_service_that_is_stopped_ends_in_order_within_its_grace_and_comes_back(
    stack: Stack,
) -> None:
    stack.shell("docker compose stop engagement")
    ended = stack.container("engagement")["State"]
    stack.shell("docker compose up --detach --wait engagement")

    assert ended["ExitCode"] == 0  # 137 would mean that it had to be killed
    assert stack.healthy("engagement")


async def test_a_service_that_dies_is_started_again(stack: Stack) -> None:
    before = stack.container("metrics")["RestartCount"]
    stack.kill("metrics")

    await until(lambda: stack.container("metrics")["RestartCount"] > before, 30)
    await until(lambda: stack.healthy("metrics"), 60)


def test_the_broker_has_no_guest_and_one_administrator(stack: Stack) -> None:
    list_users = "rabbitmqctl --quiet list_users --formatter json"
    users = json.loads(stack.shell(f"docker compose exec -T rabbitmq {list_users}"))

    assert "guest" not in {user["user"] for user in users}
    assert [user["user"] for user in users if user["tags"]] == ["administrator"]
