import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.compose.docker_engine import DockerEngine
from tests.system.compose.images import build_images
from tests.system.compose.manual import commands
from tests.system.compose.stack import Stack

CACHE = os.environ.get("DRAAGVLAK_COMPOSE_CACHE")

# Only deploy/compose-test/run, that is `make test-compose`, has made what these tests start.
collect_ignore_glob = [] if CACHE else ["test_*.py"]


@pytest.fixture(scope="session")
def engine() -> Iterator[DockerEngine]:
    """A Docker engine of this run's own, with the images that docker-compose.yml needs."""
    assert CACHE
    with DockerEngine(Path(CACHE)) as engine:
        build_images(engine, Path(CACHE))
        yield engine


@pytest.fixture(scope="session")
def stack(engine: DockerEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """docker-compose.yml, installed and started by the manual; down with its data afterwards."""
    manual = commands()
    stack = Stack(engine, tmp_path_factory.mktemp("municipality"), project="draagvlak")
    stack.shell(manual["Install"])
    stack.save_keys_of_identity_provider()
    try:
        stack.shell(manual["Start"])
        yield stack
    finally:
        stack.down()
