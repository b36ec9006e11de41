"""Where servers come from: the order of the ways, and what is said when none is left."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from deploy.addresses import AdminAddresses
from deploy.embedded import ServersUnavailable, choose, debian, docker, private_servers, servers
from deploy.embedded.progress import Progress

ROOT = Path(__file__).parents[4]
GIVEN = {
    "DRAAGVLAK_POSTGRES_URL": "postgresql://a:b@db/postgres",
    "DRAAGVLAK_RABBITMQ_URL": "amqp://a:b@mq/",
    "DRAAGVLAK_RABBITMQ_API_URL": "http://a:b@mq:15672",
}


class Ways:
    """Which ways exist on an imagined machine, and which were used."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.used: list[str] = []
        self.docker = False
        self.installed: set[str] = set()
        self.installable = False
        monkeypatch.setattr(docker, "images_can_be_had", lambda _progress: self.docker)
        monkeypatch.setattr(docker, "docker_servers", self._docker_servers)
        monkeypatch.setattr(choose, "find_postgres", lambda: self._find("postgresql"))
        monkeypatch.setattr(choose, "find_rabbitmq", lambda: self._find("rabbitmq-server"))
        monkeypatch.setattr(choose, "start_private_servers", self._private_servers)
        monkeypatch.setattr(debian, "may_install", lambda: self.installable)
        monkeypatch.setattr(debian, "install", self._install)

    def _find(self, package: str) -> str | None:
        return package if package in self.installed else None

    def _install(self, packages: Sequence[str], _progress: Progress) -> bool:
        self.used.append(f"install {' '.join(packages)}")
        self.installed.update(packages)
        return True

    @contextmanager
    def _docker_servers(self, **_options: object) -> Iterator[AdminAddresses]:
        self.used.append("docker")
        yield AdminAddresses("", "", "")

    @contextmanager
    def _private_servers(self, *_binaries: object, **_options: object) -> Iterator[object]:
        self.used.append("private")
        yield type("Private", (), {"addresses": AdminAddresses("", "", "")})


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    return Ways(monkeypatch)


def test_given_servers_win_and_nothing_is_started(ways: Ways) -> None:
    ways.docker = True
    with servers(environment=GIVEN) as admin:
        assert admin == AdminAddresses(*GIVEN.values())
    assert ways.used == []


@pytest.mark.parametrize("left_out", GIVEN)
def test_servers_given_in_part_are_refused_with_the_names_to_set(ways: Ways, left_out: str) -> None:
    part = {name: value for name, value in GIVEN.items() if name != left_out}
    with pytest.raises(ServersUnavailable, match=left_out), servers(environment=part):
        pass


def test_docker_comes_before_installed_binaries(ways: Ways) -> None:
    ways.docker = True
    ways.installed = {"postgresql", "rabbitmq-server"}
    with servers(environment={}):
        assert ways.used == ["docker"]


def test_installed_binaries_come_before_installing(ways: Ways) -> None:
    ways.installed = {"postgresql", "rabbitmq-server"}
    ways.installable = True
    with servers(environment={}):
        assert ways.used == ["private"]


def test_only_what_is_missing_is_installed(ways: Ways) -> None:
    ways.installed = {"postgresql"}
    ways.installable = True
    with servers(environment={}):
        assert ways.used == ["install rabbitmq-server", "private"]


def test_without_any_way_one_sentence_says_what_to_install(ways: Ways) -> None:
    with pytest.raises(ServersUnavailable) as refusal, servers(environment={}):
        pass
    sentence = str(refusal.value)
    assert "apt-get install postgresql rabbitmq-server" in sentence
    assert sentence.count(". ") == 0
    assert sentence.endswith(".")


def test_servers_that_may_be_killed_are_never_those_of_docker(ways: Ways) -> None:
    ways.docker = True
    ways.installed = {"postgresql", "rabbitmq-server"}
    with private_servers():
        assert ways.used == ["private"]


def test_docker_uses_the_images_of_production() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    images = {name: compose["services"][name]["image"] for name in ("postgres", "rabbitmq")}
    assert images == {"postgres": docker.POSTGRES_IMAGE, "rabbitmq": docker.RABBITMQ_IMAGE}
