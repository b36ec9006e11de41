"""One municipality's stack of docker-compose.yml, on images that need no image registry."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

from shared.web.token import create_signing_key
from tests.system.compose.docker_engine import DockerEngine

ROOT = Path(__file__).parents[3]
PORTS = {"planning": 8101, "engagement": 8102, "metrics": 8103}


class Stack:
    """docker-compose.yml with secrets and settings of its own in `folder`."""

    def __init__(self, engine: DockerEngine, folder: Path, project: str = "draagvlak") -> None:
        self._engine = engine
        self.secrets = folder / "secrets"
        self._settings = folder / ".env"
        example = (ROOT / "deploy" / "municipality.env.example").read_text()
        self._settings.write_text(
            example.replace("PROJECT_NAME=draagvlak", f"PROJECT_NAME={project}").replace(
                "SECRETS=./secrets", f"SECRETS={self.secrets}"
            )
        )
        generate = ROOT / "deploy" / "generate-secrets"
        subprocess.run([generate, self.secrets], check=True, capture_output=True)
        create_signing_key(folder / "signing-key.json", self.secrets / "jwks.json")

    def compose(self, *arguments: str, check: bool = True) -> str:
        """Run `docker compose` for this stack; its standard output."""
        run = self._engine.run(
            "compose",
            "--env-file",
            str(self._settings),
            "--file",
            str(ROOT / "docker-compose.yml"),
            "--file",
            str(ROOT / "deploy" / "compose-test" / "compose.yml"),
            *arguments,
            check=check,
        )
        return run.stdout

    def up(self, *services: str) -> None:
        """Build what must be built, start, and wait until everything is healthy."""
        self.compose("up", "--build", "--detach", "--wait", "--wait-timeout", "180", *services)

    def down(self) -> None:
        """Stop and remove everything, data included."""
        self.compose("down", "--volumes", "--remove-orphans", check=False)

    def container(self, service: str) -> dict[str, Any]:
        """What the engine knows of the service's container, also when it has ended."""
        identity = self.compose("ps", "--all", "--quiet", service).strip()
        inspected: list[dict[str, Any]] = json.loads(self._engine.run("inspect", identity).stdout)
        return inspected[0]

    def processes(self, service: str) -> list[int]:
        """The process ids, on this host, of all that runs in the service's container."""
        listed = self._engine.run("top", self.container(service)["Id"], "-o", "pid").stdout
        return [int(line) for line in listed.split()[1:]]

    def kill(self, service: str) -> None:
        """Kill the service's own process, as a crash would: its container is not told to stop."""
        init, *rest = sorted(self.processes(service))
        os.kill(rest[0] if rest else init, signal.SIGKILL)

    def networks(self, service: str) -> dict[str, str]:
        """The service's address per network."""
        networks = self.container(service)["NetworkSettings"]["Networks"]
        return {name: network["IPAddress"] for name, network in networks.items()}

    def passwords(self) -> dict[str, str]:
        """Every generated password, by the name of its file."""
        files = (file for file in self.secrets.iterdir() if file.suffix not in (".json", ".conf"))
        return {file.name: file.read_text() for file in files if "://" not in file.read_text()}
