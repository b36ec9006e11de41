"""Private PostgreSQL and RabbitMQ side by side, in a temporary folder that goes when they stop."""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.addresses import AdminAddresses
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.progress import Progress
from deploy.embedded.rabbitmq import RabbitmqBinaries, RabbitmqServer

_FOLDER_PREFIX = "draagvlak-servers-"


@dataclass(frozen=True, slots=True)
class PrivateServers:
    """Two servers of our own; fault tests kill, freeze, fill and wipe them."""

    postgres: PostgresServer
    rabbitmq: RabbitmqServer

    @property
    def addresses(self) -> AdminAddresses:
        """The administrators' addresses; they stay the same when a server restarts."""
        return AdminAddresses(self.postgres.url, self.rabbitmq.url, self.rabbitmq.api_url)

    def restore(self) -> None:
        """Start what was killed, wake what was frozen, end a disk alarm."""
        for server in (self.postgres, self.rabbitmq):
            if server.runs:
                server.resume()
            else:
                server.start()
        self.rabbitmq.clear_disk_alarm()


@contextmanager
def start_private_servers(
    postgres_binaries: Path,
    rabbitmq_binaries: RabbitmqBinaries,
    *,
    durable: bool,
    progress: Progress,
) -> Iterator[PrivateServers]:
    """Start both side by side; at the end stop them and remove their data."""
    with own_folder() as folder, ExitStack() as stack:
        folders = [folder / "postgres", folder / "rabbitmq"]
        for each in folders:
            each.mkdir()
        postgres = PostgresServer(postgres_binaries, folders[0], durable=durable)
        rabbitmq = RabbitmqServer(rabbitmq_binaries, folders[1])
        progress("RabbitMQ en PostgreSQL starten (eigen gegevensmap, vrije poorten)…")
        rabbitmq.create()
        stack.callback(rabbitmq.stop)
        rabbitmq.launch()
        postgres.create()
        stack.callback(postgres.stop)
        postgres.start()
        progress("PostgreSQL is klaar, nog even wachten op RabbitMQ…")
        rabbitmq.wait_ready()
        progress("RabbitMQ is klaar.")
        yield PrivateServers(postgres, rabbitmq)


@contextmanager
def own_folder() -> Iterator[Path]:
    """A new folder, locked while we live; folders of runs that were killed are removed first."""
    _remove_abandoned_folders()
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX, dir=_base()))
    folder.chmod(0o711)
    with (folder / "new-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Under its own name only once it is locked: else another run could take the folder first.
        (folder / "new-lock").rename(folder / "lock")
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _base() -> Path:
    """The folder for temporary files; /tmp where the accounts of the servers cannot get at it."""
    configured = Path(tempfile.gettempdir()).resolve()
    for folder in (configured, *configured.parents):
        if os.geteuid() == 0 and not folder.stat().st_mode & stat.S_IXOTH:
            return Path("/tmp")  # noqa: S108
    return configured


def _remove_abandoned_folders() -> None:
    for folder in _base().glob(f"{_FOLDER_PREFIX}*"):
        try:
            if folder.stat().st_uid != os.geteuid():
                continue
            with (folder / "lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
