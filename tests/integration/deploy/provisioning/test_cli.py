"""The operator's commands, on real servers."""

import asyncio
import secrets
from collections.abc import Iterator
from pathlib import Path

import aio_pika
import asyncpg
import pytest
from typer.testing import CliRunner

from deploy.provisioning import SERVICES, Installation
from deploy.provisioning.cli import app
from deploy.provisioning.provision import service_addresses
from deploy.provisioning.rabbitmq import ManagementApi, broker_url
from deploy.provisioning.removal import remove
from tests.support.shared_servers import RunServers


@pytest.fixture
def installation(
    run_servers: RunServers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Installation]:
    """An installation that the settings name and that is not there yet."""
    name = f"test{secrets.token_hex(4)}"
    installation = Installation(database=name, vhost=name, prefix=f"{name}_")
    for account, password in run_servers.passwords.by_account.items():
        (tmp_path / account).write_text(password)
    (tmp_path / "postgres-url").write_text(run_servers.admin.postgres_url)
    for variable, value in {
        "POSTGRES_URL_FILE": str(tmp_path / "postgres-url"),
        "RABBITMQ_URL": run_servers.admin.rabbitmq_url,
        "RABBITMQ_API_URL": run_servers.admin.rabbitmq_api_url,
        "PASSWORDS_FOLDER": str(tmp_path),
        "DATABASE": installation.database,
        "VHOST": installation.vhost,
        "ACCOUNT_PREFIX": installation.prefix,
    }.items():
        monkeypatch.setenv(f"DRAAGVLAK_{variable}", value)
    yield installation
    asyncio.run(remove(run_servers.admin, installation))


def test_provision_brings_every_schema_up_to_date_and_may_be_repeated(
    run_servers: RunServers, installation: Installation
) -> None:
    outputs = []
    for _ in range(2):
        done = CliRunner().invoke(app, ["provision"])
        assert done.exit_code == 0, done.output
        assert all(f"Schema {service} is bijgewerkt." in done.output for service in SERVICES)
        assert not any(p in done.output for p in run_servers.passwords.by_account.values())
        outputs.append(done.output)
    told = [[line for line in each.splitlines() if "wachtrijen" in line] for each in outputs]
    assert "planning.metrics, engagement.planning, metrics.planning, metrics.source" in told[0][0]
    assert told[1] == []
    addresses = service_addresses(run_servers.admin, run_servers.passwords, installation)
    assert asyncio.run(_tables(addresses["planning"].app_url)) > 1


def test_subscriber_gets_an_account_with_the_password_of_the_file(
    run_servers: RunServers, installation: Installation, tmp_path: Path
) -> None:
    CliRunner().invoke(app, ["provision"])
    (tmp_path / "subscriber").write_text("wachtwoord\n")
    arguments = ["subscriber", "zaaksysteem", "--password-file", str(tmp_path / "subscriber")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "sub.zaaksysteem." in done.output
    user = installation.broker_user("zaaksysteem")
    assert asyncio.run(_rights(run_servers, user)) == [installation.vhost]


def test_subscriber_with_the_name_of_a_service_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "subscriber").write_text("wachtwoord")
    arguments = ["subscriber", "planning", "--password-file", str(tmp_path / "subscriber")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "is van Draagvlak zelf" in done.output


def test_source_gets_an_account_that_goes_with_the_installation(
    run_servers: RunServers, installation: Installation, tmp_path: Path
) -> None:
    CliRunner().invoke(app, ["provision"])
    (tmp_path / "source").write_text("wachtwoord\n")
    arguments = ["source", "loket", "--password-file", str(tmp_path / "source")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    user = installation.broker_user("source.loket")
    assert done.output == f"loket mag transacties melden, met het account {user}.\n"
    url = broker_url(run_servers.admin.rabbitmq_url, installation.vhost, user, "wachtwoord")
    asyncio.run(_logs_in(url))
    asyncio.run(remove(run_servers.admin, installation))
    assert user not in asyncio.run(_users(run_servers))


def test_source_with_a_name_that_none_can_have_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "source").write_text("wachtwoord")
    arguments = ["source", "Loket.1", "--password-file", str(tmp_path / "source")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "hoogstens 40" in done.output


async def _logs_in(url: str) -> None:
    async with await aio_pika.connect(url):
        pass


async def _users(run: RunServers) -> list[str]:
    async with ManagementApi(run.admin.rabbitmq_api_url) as api:
        return [user["name"] for user in await api.get("users")]


async def _tables(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        count = await connection.fetchval(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'planning'"
        )
        assert isinstance(count, int)
        return count
    finally:
        await connection.close()


async def _rights(run: RunServers, user: str) -> list[str]:
    """The vhosts where the user may do something; the user is removed."""
    async with ManagementApi(run.admin.rabbitmq_api_url) as api:
        rights = await api.get("users", user, "permissions")
        await api.delete("users", user)
        return [right["vhost"] for right in rights]
