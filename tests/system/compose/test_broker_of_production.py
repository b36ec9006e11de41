"""The messaging tests, and what kills a relay or consumer, on the servers of docker-compose.yml.

They are newer there than on Debian 12: RabbitMQ 4 counts deliveries and refuses differently.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.compose.docker_engine import DockerEngine
from tests.system.compose.manual import commands
from tests.system.compose.stack import ROOT, Stack

TESTS = [
    "tests/integration/messaging",
    "tests/faults/test_kill_process.py",
    "tests/faults/test_relays.py",
]


@pytest.fixture
def servers_only(engine: DockerEngine, tmp_path: Path) -> Iterator[Stack]:
    """PostgreSQL and RabbitMQ of a project of their own: these tests set passwords of accounts."""
    stack = Stack(engine, tmp_path, project="messaging")
    stack.shell(commands()["Install"])
    stack.save_keys_of_identity_provider()
    try:
        stack.shell("docker compose up --detach --wait postgres rabbitmq")
        yield stack
    finally:
        stack.down()


@pytest.mark.timeout(1200)
def test_the_messaging_tests_pass_on_the_broker_of_production(servers_only: Stack) -> None:
    def reached_from_here(secret: str, server: str) -> str:
        address = servers_only.networks(server)["messaging_backend"]
        return servers_only.secret(secret).replace(f"@{server}:", f"@{address}:")

    version = servers_only.shell("docker compose exec -T rabbitmq rabbitmqctl -q version")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *TESTS, "-q"],
        cwd=ROOT,
        env={
            **os.environ,
            "DRAAGVLAK_POSTGRES_URL": reached_from_here("postgres_url", "postgres"),
            "DRAAGVLAK_RABBITMQ_URL": reached_from_here("rabbitmq_url", "rabbitmq"),
            "DRAAGVLAK_RABBITMQ_API_URL": reached_from_here("rabbitmq_api_url", "rabbitmq"),
        },
        capture_output=True,
        text=True,
    )

    assert version.startswith("4.")
    assert run.returncode == 0, run.stdout[-20_000:]
