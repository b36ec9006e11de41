"""A private RabbitMQ: installed scripts; own data folder, cookie and port mapper (epmd)."""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.errors import ServerFailed
from deploy.embedded.management import listener_is_up
from deploy.embedded.process import (
    ServerProcess,
    as_account,
    free_ports,
    listening,
    own,
    unprivileged_account,
)

_START_TIMEOUT = 120.0
_CONTROL_TIMEOUT = 60.0
_ADMINISTRATOR = "administrator"
_ALARM_LIMIT = 1 << 60
_NORMAL_LIMIT = 50_000_000
"""RabbitMQ's own default of `disk_free_limit`, bytes."""


@dataclass(frozen=True, slots=True)
class RabbitmqBinaries:
    """RabbitMQ's own scripts, as Debian's wrapper insists on the system's folders; and epmd."""

    scripts: Path
    epmd: Path


def find_rabbitmq() -> RabbitmqBinaries | None:
    """The scripts where packages put them, else on PATH; None when they or Erlang are missing."""
    epmd, erlang, on_path = (shutil.which(name) for name in ("epmd", "erl", "rabbitmq-server"))
    if epmd is None or erlang is None:
        return None
    candidates = [Path("/usr/lib/rabbitmq/bin")]
    candidates += [Path(on_path).resolve().parent] if on_path else []
    for folder in candidates:
        if (folder / "rabbitmq-server").exists() and (folder / "rabbitmqctl").exists():
            return RabbitmqBinaries(folder, Path(epmd))
    return None


@dataclass(frozen=True, slots=True)
class _Ports:
    amqp: int
    api: int
    distribution: int
    epmd: int
    control: int


class RabbitmqServer:
    """RabbitMQ as a child process. Restarts on the same ports and data."""

    def __init__(self, binaries: RabbitmqBinaries, folder: Path) -> None:
        self._binaries = binaries
        self._folder = folder
        self._data = folder / "data"
        self._account = unprivileged_account("rabbitmq")
        self._password = secrets.token_urlsafe(24)
        self._ports = _Ports(*free_ports(5))
        environment = self._environment()
        self._epmd = ServerProcess(
            "epmd",
            [binaries.epmd, "-port", str(self._ports.epmd), "-address", "127.0.0.1"],
            folder=folder,
            environment=environment,
            account=self._account,
        )
        self._process = ServerProcess(
            "RabbitMQ",
            [binaries.scripts / "rabbitmq-server"],
            folder=folder,
            environment=environment,
            account=self._account,
        )

    @property
    def url(self) -> str:
        """The administrator's AMQP address of the default vhost."""
        return f"amqp://{_ADMINISTRATOR}:{self._password}@127.0.0.1:{self._ports.amqp}/"

    @property
    def api_url(self) -> str:
        """The administrator's address of the management API."""
        return f"http://{_ADMINISTRATOR}:{self._password}@127.0.0.1:{self._ports.api}"

    @property
    def pid(self) -> int:
        """The process id of the Erlang machine."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended since."""
        return self._process.runs

    def create(self) -> None:
        """Write the configuration, the plugins and the cookie."""
        self._data.mkdir()
        (self._folder / "enabled_plugins").write_text("[rabbitmq_management].\n")
        (self._folder / "rabbitmq-env.conf").touch()
        for name, text in (
            (".erlang.cookie", secrets.token_hex(20)),
            ("rabbitmq.conf", self._configuration()),
        ):
            path = self._folder / name
            path.touch(mode=0o600)
            path.write_text(text)
        (self._folder / ".erlang.cookie").chmod(0o400)
        own(self._folder, self._account)

    def launch(self) -> None:
        """Start without waiting for RabbitMQ."""
        if not listening(self._ports.epmd):
            self._epmd.start()
            self._epmd.wait_until(lambda: listening(self._ports.epmd), _CONTROL_TIMEOUT)
        self._process.start()

    def wait_ready(self) -> None:
        """Wait until clients are accepted."""
        self._process.wait_until(self._ready, _START_TIMEOUT)

    def start(self) -> None:
        """Start (again, on the same ports and data) and wait until clients are accepted."""
        self.launch()
        self.wait_ready()

    def stop(self) -> None:
        """End RabbitMQ and its port mapper."""
        self._process.stop(signal.SIGKILL)
        self._epmd.stop(signal.SIGKILL)

    def kill(self) -> None:
        """End RabbitMQ at once, as a crash of the machine would."""
        self._process.stop(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze RabbitMQ: connections stay open and nothing answers."""
        self._process.send(signal.SIGSTOP)

    def resume(self) -> None:
        """Undo `pause`."""
        self._process.send(signal.SIGCONT)

    def wipe(self) -> None:
        """While it does not run: lose vhosts, users, queues and messages, and start as new."""
        shutil.rmtree(self._data)
        self._data.mkdir()
        own(self._data, self._account)

    def raise_disk_alarm(self) -> None:
        """Make RabbitMQ believe that the disk is full: it blocks everybody who publishes."""
        self.control("set_disk_free_limit", str(_ALARM_LIMIT))

    def clear_disk_alarm(self) -> None:
        """Undo `raise_disk_alarm`."""
        self.control("set_disk_free_limit", str(_NORMAL_LIMIT))

    def control(self, *arguments: str) -> str:
        """Run `rabbitmqctl` and return what it prints. Anyone can see the arguments: no secrets."""
        command: list[str | Path] = [self._binaries.scripts / "rabbitmqctl", "--silent", *arguments]
        done = subprocess.run(
            as_account(command, self._account, signal.SIGKILL),
            cwd=self._folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_CONTROL_TIMEOUT,
        )
        if done.returncode != 0:
            raise ServerFailed(
                f"rabbitmqctl {arguments[0]}: {done.stderr.strip() or done.stdout.strip()}"
            )
        return done.stdout

    def _ready(self) -> bool:
        return listener_is_up(self.api_url, self._ports.amqp)

    def _configuration(self) -> str:
        ports = self._ports
        return "\n".join(
            (
                f"listeners.tcp.local = 127.0.0.1:{ports.amqp}",
                "management.tcp.ip = 127.0.0.1",
                f"management.tcp.port = {ports.api}",
                f"default_user = {_ADMINISTRATOR}",
                f"default_pass = {self._password}",
                f"disk_free_limit.absolute = {_NORMAL_LIMIT}",
                "log.file.level = warning",
                "",
            )
        )

    def _environment(self) -> Mapping[str, str]:
        """Built from nothing, so that the settings of the machine's own RabbitMQ stay out."""
        folder, ports = self._folder, self._ports
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(folder),
            "ERL_EPMD_PORT": str(ports.epmd),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"draagvlak-{ports.amqp}@localhost",
            "RABBITMQ_DIST_PORT": str(ports.distribution),
            "RABBITMQ_CTL_DIST_PORT_MIN": str(ports.control),
            "RABBITMQ_CTL_DIST_PORT_MAX": str(ports.control),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_CONF_ENV_FILE": str(folder / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self._data),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
            # The script then becomes the Erlang machine instead of waiting beside it: one process
            # to end.
            "detached": "1",
        }
