"""An administrator's working folder: a copy of this repository in which `docker compose` is run."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

from shared.web.token import create_signing_key
from tests.system.compose.docker_engine import DockerEngine

ROOT = Path(__file__).parents[3]
PORTS = {"planning": 8101, "engagement": 8102, "metrics": 8103}
_NEEDED = (
    *("deploy", "services", "shared", "docker-compose.yml"),
    *("pyproject.toml", "requirements.lock", "README.md", "LICENSE"),
)


class Stack:
    """One municipality's project of docker-compose.yml, on images that need no image registry."""

    def __init__(self, engine: DockerEngine, folder: Path, project: str) -> None:
        self._engine = engine
        self.folder = folder
        self.signing_key = folder / "signing-key.json"
        self._environment = {
            **engine.environment,
            "COMPOSE_PROJECT_NAME": project,
            "COMPOSE_FILE": "docker-compose.yml:deploy/compose-test/compose.yml",
        }
        for name in _NEEDED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, folder / name)

    def shell(self, commands: str) -> str:
        """Run an administrator's commands in the folder, as they stand; what they print.

        Raises AssertionError with all output when one of them fails.
        """
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, f"{commands}\n{run.stdout}\n{run.stderr}"
        return run.stdout

    def save_keys_of_identity_provider(self) -> None:
        """What the manual leaves to the administrator: a JWKS; its private half lies beside it."""
        create_signing_key(self.signing_key, self.folder / "secrets" / "jwks.json")

    def down(self) -> None:
        """Stop and remove everything, data included."""
        self.shell("docker compose down --volumes --remove-orphans")

    def container(self, service: str) -> dict[str, Any]:
        """What the engine knows of the service's container, also when it has ended."""
        identity = self.shell(f"docker compose ps --all --quiet {service}").strip()
        inspected: list[dict[str, Any]] = json.loads(self._engine.run("inspect", identity).stdout)
        return inspected[0]

    def healthy(self, service: str) -> bool:
        """Whether the last health check of the service's container succeeded."""
        return bool(self.container(service)["State"]["Health"]["Status"] == "healthy")

    def processes(self, service: str) -> list[int]:
        """The process ids, on this host, of all that runs in the service's container."""
        listed = self._engine.run("top", self.container(service)["Id"], "-o", "pid").stdout
        return [int(line) for line in listed.split()[1:]]

    def kill(self, service: str) -> None:
        """Kill the service's own process, as a crash would: nobody told its container to stop."""
        init, *rest = sorted(self.processes(service))
        os.kill(rest[0] if rest else init, signal.SIGKILL)

    def networks(self, service: str) -> dict[str, str]:
        """The service's address per network."""
        networks = self.container(service)["NetworkSettings"]["Networks"]
        return {name: network["IPAddress"] for name, network in networks.items()}

    def secret(self, name: str) -> str:
        """The content of a secret file."""
        return (self.folder / "secrets" / name).read_text()

    def passwords(self) -> dict[str, str]:
        """Every generated password, by the name of its file."""
        files = (self.folder / "secrets").iterdir()
        contents = {file.name: file.read_text() for file in files if not file.suffix}
        return {name: content for name, content in contents.items() if "://" not in content}
