"""A Docker engine of the test's own.

Its data, socket and pid file lie in one folder; its network in the test's network namespace.
"""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

_START_SECONDS = 60
_STOP_SECONDS = 60


class DockerEngine:
    """A dockerd that lives as long as the `with` block; its images stay in the cache folder."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "engine"
        self._socket = self._folder / "docker.sock"
        self._log = self._folder / "dockerd.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            # First the command that comes with the engine: another may need a plugin to build.
            "PATH": f"/usr/bin:{os.environ['PATH']}",
            "HOME": os.environ["HOME"],
            "DOCKER_HOST": f"unix://{self._socket}",
            "DOCKER_CONFIG": str(cache / "docker-config"),
            "DOCKER_BUILDKIT": "1",
        }

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    "dockerd",
                    f"--host=unix://{self._socket}",
                    f"--data-root={self._folder / 'data'}",
                    f"--exec-root={self._folder / 'exec'}",
                    f"--pidfile={self._folder / 'docker.pid'}",
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _START_SECONDS
        while self.run("version", check=False).returncode:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"dockerd did not start:\n{self._log.read_text()[-4000:]}")
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(_STOP_SECONDS)

    def run(
        self, *arguments: str, check: bool = True, stdin: Path = Path(os.devnull)
    ) -> subprocess.CompletedProcess[str]:
        """Run the docker command against this engine.

        Raises AssertionError with its output when it fails, unless `check` is off.
        """
        with stdin.open("rb") as source:
            run = subprocess.run(
                ["/usr/bin/docker", *arguments],
                env=self.environment,
                stdin=source,
                capture_output=True,
                text=True,
            )
        failed = check and run.returncode
        assert not failed, f"docker {' '.join(arguments)}\n{run.stdout}\n{run.stderr}"
        return run
