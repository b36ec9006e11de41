"""What a container of docker-compose.yml may do, read off the running processes."""

import json
import re
from pathlib import Path

import pytest

from tests.system.compose.docker_engine import DockerEngine
from tests.system.compose.stack import PORTS, Stack

CONTAINERS = ("postgres", "rabbitmq", "planning", "engagement", "metrics", "prometheus")
PUBLISHED = {"planning", "engagement", "metrics", "prometheus"}


def status(stack: Stack, container: str) -> list[dict[str, str]]:
    """Per process of the container: its lines in /proc/<pid>/status."""
    return [
        dict(re.findall(r"^(\w+):\s*(.*)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE))
        for pid in stack.processes(container)
    ]


@pytest.mark.parametrize("container", CONTAINERS)
def test_no_process_is_root_has_a_capability_or_can_gain_one(stack: Stack, container: str) -> None:
    processes = status(stack, container)

    assert processes
    for process in processes:
        assert "0" not in process["Uid"].split(), process["Name"]
        assert int(process["CapEff"], 16) == int(process["CapBnd"], 16) == 0, process["Name"]
        assert process["NoNewPrivs"] == "1", process["Name"]


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_root_file_system_is_read_only_and_memory_and_processes_are_limited(
    stack: Stack, container: str
) -> None:
    limits = stack.container(container)["HostConfig"]

    assert limits["ReadonlyRootfs"]
    assert 0 < limits["Memory"] <= 2**30
    assert 0 < limits["PidsLimit"] <= 512


@pytest.mark.parametrize("container", CONTAINERS)
def test_only_services_and_prometheus_are_published_and_only_to_this_host(
    stack: Stack, container: str
) -> None:
    bindings = stack.container(container)["HostConfig"]["PortBindings"] or {}
    hosts = {binding["HostIp"] for ports in bindings.values() for binding in ports}

    assert hosts == ({"127.0.0.1"} if container in PUBLISHED else set())


def test_servers_have_no_way_out_of_the_internal_network(
    stack: Stack, engine: DockerEngine
) -> None:
    networks = {name for c in ("postgres", "rabbitmq") for name in stack.networks(c)}

    assert networks == {"draagvlak_backend"}
    inspected = json.loads(engine.run("network", "inspect", "draagvlak_backend").stdout)
    assert inspected[0]["Internal"]


@pytest.mark.parametrize("container", [*CONTAINERS, "provision"])
def test_no_secret_shows_in_what_the_engine_knows_or_what_the_process_logs(
    stack: Stack, container: str
) -> None:
    logged = stack.shell(f"docker compose logs --no-color {container}")
    shown = json.dumps(stack.container(container)) + logged

    assert [name for name, secret in stack.passwords().items() if secret in shown] == []


@pytest.mark.parametrize("service", PORTS)
def test_a_service_gets_its_own_secrets_and_no_more(stack: Stack, service: str) -> None:
    given = stack.shell(f"docker compose exec -T {service} ls /run/secrets").split()

    assert sorted(given) == sorted([f"{service}_app_url", f"{service}_broker_url", "jwks.json"])


def test_the_image_has_no_build_tools(stack: Stack) -> None:
    look = "import shutil; print([t for t in ('gcc', 'cc', 'make', 'git') if shutil.which(t)])"

    found = stack.shell(f'docker compose exec -T planning python -c "{look}"')

    assert found.strip() == "[]"
