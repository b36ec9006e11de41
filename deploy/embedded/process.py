"""One server process that we own: it dies with us, and a test can kill, freeze and restart it."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import SystemRandom

from deploy.embedded.errors import ServerFailed

_LOG_LINES_SHOWN = 15
_PORTS = range(20_000, 32_000)
"""Below Linux's range for outgoing connections: nobody takes the port of a server that is down."""


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged account to run a server under."""

    uid: int
    gid: int


def unprivileged_account(*names: str) -> Account | None:
    """The first of these accounts that exists; None when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    for name in (*names, "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise ServerFailed("Er is geen account zonder rechten om de servers onder te draaien.")


def own(folder: Path, account: Account | None) -> None:
    """Give the folder and all that is in it to the account, and close it for others."""
    folder.chmod(0o700)
    if account is None:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address on which nobody listens now."""
    ports: list[int] = []
    for port in SystemRandom().sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            return ports
    raise ServerFailed("Er zijn geen vrije poorten op deze computer.")


def as_account(
    command: Sequence[str | Path], account: Account | None, death_signal: signal.Signals
) -> list[str]:
    """The command, to run under the account and to get the signal when its starter ends."""
    setpriv = shutil.which("setpriv", path=f"{os.environ.get('PATH', '')}:/usr/bin")
    if setpriv is None:
        return [str(part) for part in command]
    prefix = [setpriv, f"--pdeathsig={death_signal.name.removeprefix('SIG')}"]
    if account is not None:
        prefix += [f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
    return [*prefix, "--", *(str(part) for part in command)]


class ServerProcess:
    """A long-running process in a session of its own, with its output in a log file."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        folder: Path,
        environment: Mapping[str, str],
        account: Account | None,
        death_signal: signal.Signals = signal.SIGKILL,
    ) -> None:
        self.name = name
        self._log = folder / f"{name}.log"
        self._folder = folder
        self._environment = dict(environment)
        self._command = as_account(command, account, death_signal)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended since."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        if self._process is None:
            raise ServerFailed(f"{self.name} is niet gestart.")
        return self._process.pid

    def start(self) -> None:
        """Start the process and return at once; see `wait_until`."""
        self._process = _starter().submit(self._spawn).result()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool], timeout: float) -> None:
        """Poll until it is ready; `ServerFailed` with its log when it ends or takes too long."""
        deadline = time.monotonic() + timeout
        while not ready():
            if not self.runs:
                raise ServerFailed(
                    f"{self.name} is gestopt tijdens het starten.\n{self.log_tail()}"
                )
            if time.monotonic() > deadline:
                raise ServerFailed(
                    f"{self.name} was na {timeout:.0f} seconden nog niet klaar.\n{self.log_tail()}"
                )
            time.sleep(0.05)

    def send(self, number: signal.Signals) -> None:
        """Signal the process and its children: a PostgreSQL backend is in a session of its own."""
        for pid in (self.pid, *_children(self.pid)):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def stop(self, number: signal.Signals = signal.SIGKILL, timeout: float = 10) -> None:
        """Signal the process and wait for its end; kill it when that takes too long."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self.send(signal.SIGCONT)
            self.send(number)
            try:
                self._process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.send(signal.SIGKILL)
                self._process.wait()
        self._process = None

    def log_tail(self) -> str:
        """The last lines of the server's log."""
        if not self._log.exists():
            return ""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-_LOG_LINES_SHOWN:])


@cache
def _starter() -> ThreadPoolExecutor:
    """The thread that starts servers. It lives as long as we do: the kernel's signal at the death
    of a parent is about the thread that started the child, not about its process.
    """
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="server-starter")


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except OSError:
        return []


def listening(port: int) -> bool:
    """Whether somebody accepts connections on this port of the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
