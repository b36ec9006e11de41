"""A private PostgreSQL: installed binaries, own data folder, free port of the loopback address."""

import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from deploy.embedded.errors import ServerFailed
from deploy.embedded.process import (
    ServerProcess,
    as_account,
    free_ports,
    own,
    unprivileged_account,
)

_START_TIMEOUT = 60.0
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def find_postgres() -> Path | None:
    """The folder of `postgres` and `initdb`: the one on PATH, else Debian's newest."""
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
        reverse=True,
    )
    return next(
        (c for c in candidates if (c / "postgres").exists() and (c / "initdb").exists()), None
    )


class PostgresServer:
    """PostgreSQL as a child process. Restarts on the same port and data."""

    def __init__(self, binaries: Path, folder: Path, *, durable: bool) -> None:
        """`durable=False` leaves out fsync: data survives `kill`, not a power cut."""
        self._binaries = binaries
        self._data = folder / "data"
        self._folder = folder
        self._account = unprivileged_account("postgres")
        self._password = secrets.token_urlsafe(24)
        (self._port,) = free_ports(1)
        self._process = ServerProcess(
            "PostgreSQL",
            [
                binaries / "postgres",
                *("-D", self._data, "-p", str(self._port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
                *("-c", "max_connections=200", "-c", f"fsync={'on' if durable else 'off'}"),
            ],
            folder=folder,
            environment=_ENVIRONMENT,
            account=self._account,
            death_signal=signal.SIGQUIT,
        )

    @property
    def url(self) -> str:
        """The superuser's address of the database `postgres`."""
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self._port}/postgres"

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended since."""
        return self._process.runs

    def create(self) -> None:
        """Make the data folder, with a superuser that only a password lets in."""
        secret = self._folder / "superuser-password"
        secret.touch(mode=0o600)
        secret.write_text(self._password)
        own(self._folder, self._account)
        initdb: list[str | Path] = [
            self._binaries / "initdb",
            *("-D", self._data, "-U", "postgres", "--pwfile", secret),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ]
        done = subprocess.run(
            as_account(initdb, self._account, signal.SIGKILL),
            cwd=self._folder,
            env=_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            start_new_session=True,
        )
        secret.unlink()
        if done.returncode != 0:
            raise ServerFailed(
                f"De gegevensmap van PostgreSQL is niet gemaakt.\n{done.stderr.strip()}"
            )

    def launch(self) -> None:
        """Start without waiting."""
        self._process.start()

    def wait_ready(self) -> None:
        """Wait until connections are accepted."""
        self._process.wait_until(self._ready, _START_TIMEOUT)

    def start(self) -> None:
        """Start (again, on the same port and data) and wait until connections are accepted."""
        self.launch()
        self.wait_ready()

    def stop(self) -> None:
        """End without a checkpoint: recovery at the next start brings all that was committed."""
        self._process.stop(signal.SIGQUIT)

    def kill(self) -> None:
        """End all its processes at once, as a crash of the machine would."""
        self._process.stop(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze all its processes: connections stay open and nothing answers."""
        self._process.send(signal.SIGSTOP)

    def resume(self) -> None:
        """Undo `pause`."""
        self._process.send(signal.SIGCONT)

    def _ready(self) -> bool:
        # The postmaster keeps its state in the last line of this file; pg_ctl reads it too. A line
        # of a killed predecessor has another pid.
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"
