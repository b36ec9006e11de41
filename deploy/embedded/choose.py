"""Where servers come from, in order: given, Docker, installed binaries, Debian's packages."""

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from deploy.addresses import AdminAddresses
from deploy.embedded import debian, docker
from deploy.embedded.errors import ServersUnavailable
from deploy.embedded.postgres import find_postgres
from deploy.embedded.private import PrivateServers, start_private_servers
from deploy.embedded.progress import Progress, to_stderr
from deploy.embedded.rabbitmq import find_rabbitmq

_VARIABLES = ("DRAAGVLAK_POSTGRES_URL", "DRAAGVLAK_RABBITMQ_URL", "DRAAGVLAK_RABBITMQ_API_URL")
_INSTALL_THIS = (
    "Installeer PostgreSQL en RabbitMQ (op Debian: sudo apt-get install postgresql rabbitmq-server)"
    " of start Docker, en probeer het opnieuw."
)


@contextmanager
def servers(
    *,
    durable: bool = True,
    progress: Progress = to_stderr,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[AdminAddresses]:
    """Give the administrators' addresses of both servers; stop at the end what was started.

    `durable=False` may leave out fsync on a PostgreSQL that we start. Raises
    `ServersUnavailable` when no way is left, `ServerFailed` when a server does not come up.
    """
    given = _given(environment)
    with _ended_by_signals():
        if given is not None:
            yield given
        elif docker.images_can_be_had(progress):
            with docker.docker_servers(durable=durable, progress=progress) as addresses:
                yield addresses
        else:
            with private_servers(durable=durable, progress=progress) as private:
                yield private.addresses


@contextmanager
def private_servers(
    *, durable: bool = True, progress: Progress = to_stderr
) -> Iterator[PrivateServers]:
    """Give servers of our own, that may be killed.

    From installed binaries, or else Debian's packages. Raises what `servers` raises.
    """
    missing = [
        package
        for package, find in (("postgresql", find_postgres), ("rabbitmq-server", find_rabbitmq))
        if find() is None
    ]
    if missing and debian.may_install():
        debian.install(missing, progress)
    postgres, rabbitmq = find_postgres(), find_rabbitmq()
    if postgres is None or rabbitmq is None:
        raise ServersUnavailable(_INSTALL_THIS)
    with (
        _ended_by_signals(),
        start_private_servers(postgres, rabbitmq, durable=durable, progress=progress) as private,
    ):
        yield private


def _given(environment: Mapping[str, str]) -> AdminAddresses | None:
    values = [environment.get(name, "") for name in _VARIABLES]
    if all(values):
        return AdminAddresses(*values)
    if any(values):
        raise ServersUnavailable(f"Zet {', '.join(_VARIABLES)} alle drie, of geen van drieën.")
    return None


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP clean up on their way out, as Ctrl-C does."""

    def leave(number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [s for s in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(s) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
