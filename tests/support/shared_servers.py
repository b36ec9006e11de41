"""One pair of servers for a whole test run, shared by its workers.

The servers belong to a process of their own, that lives as long as any worker holds the users'
lock: the kernel gives the lock up for a worker that is killed, so nothing stays behind.
"""

import asyncio
import fcntl
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.addresses import AdminAddresses
from deploy.embedded import servers
from deploy.provisioning import Installation, Passwords
from deploy.provisioning.removal import remove

_START_TIMEOUT = 900.0
"""Seconds; the first run on a bare machine installs packages."""


@dataclass(frozen=True, slots=True)
class RunServers:
    """The servers of a test run, and the accounts on them that all its installations share.

    `installation` is the template; its prefix keeps apart two runs on the same given servers.
    """

    admin: AdminAddresses
    passwords: Passwords
    installation: Installation


@contextmanager
def shared_servers(folder: Path) -> Iterator[RunServers]:
    """The run's servers, started by whoever comes first and stopped after the last; `folder` is the
    run's.
    """
    with (folder / "users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with (folder / "start.lock").open("a") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            holder = None if (folder / "servers.json").exists() else _start_holder(folder)
        yield _read(folder / "servers.json")
    if holder is not None:
        try:
            holder.wait(timeout=10)
        except subprocess.TimeoutExpired:
            return  # another worker still uses them


def _start_holder(folder: Path) -> subprocess.Popen[bytes]:
    log = folder / "servers.log"
    with log.open("wb") as output:
        holder = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, str(folder)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + _START_TIMEOUT
    while not (folder / "servers.json").exists():
        if holder.poll() is not None or time.monotonic() > deadline:
            holder.kill()
            raise RuntimeError(f"the servers for the tests do not start:\n{log.read_text()}")
        time.sleep(0.05)
    return holder


def _hold(folder: Path) -> None:
    with servers(durable=False) as admin:
        prefix = f"test{secrets.token_hex(4)}_"
        installation = Installation(f"{prefix}template", f"{prefix}template", prefix)
        _write(folder / "servers.json", RunServers(admin, Passwords.generate(), installation))
        with (folder / "users.lock").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            (folder / "servers.json").unlink()
            asyncio.run(remove(admin, installation))


def _write(path: Path, run: RunServers) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(asdict(run)))
    unfinished.rename(path)


def _read(path: Path) -> RunServers:
    content = json.loads(path.read_text())
    return RunServers(
        AdminAddresses(**content["admin"]),
        Passwords(**content["passwords"]),
        Installation(**content["installation"]),
    )


if __name__ == "__main__":
    _hold(Path(sys.argv[1]))
