"""The servers of `make demo` and `make test` where a Docker engine answers."""

import subprocess
import sys

from deploy.embedded.docker import POSTGRES_IMAGE, RABBITMQ_IMAGE
from tests.system.compose.docker_engine import DockerEngine
from tests.system.compose.images import ROOT

USE = """
import asyncio
from deploy.embedded import servers
from deploy.provisioning import Passwords, provision
with servers() as admin:
    asyncio.run(provision(admin, Passwords.generate()))
"""


def test_containers_serve_an_installation_and_are_removed(engine: DockerEngine) -> None:
    engine.run("tag", "draagvlak-test/postgres", POSTGRES_IMAGE)
    engine.run("tag", "draagvlak-test/rabbitmq", RABBITMQ_IMAGE)
    before = engine.run("ps", "--all", "--quiet").stdout
    # The image of the reaper cannot be built from Debian's packages.
    environment = engine.environment | {"TESTCONTAINERS_RYUK_DISABLED": "true"}
    used = subprocess.run(
        [sys.executable, "-c", USE], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert used.returncode == 0, used.stderr
    assert "in Docker" in used.stderr
    assert engine.run("ps", "--all", "--quiet").stdout == before
