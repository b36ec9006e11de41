"""A service on a socket in a process of its own: `python -m tests.fuzz.served SERVICE FOLDER FD`.

The address of its database comes in on standard input, and it stops when that closes. No relay, no
consumer and no worker runs: a proposal that is asked for stays in the queue.
"""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from shared.runtime.process import open_process
from shared.web.process import compose
from tests.support.service_apps import build_service, settings_with_keys

ROOT = Path(__file__).parents[2]


@contextmanager
def served(service: str, app_url: str, folder: Path, log: Path) -> Iterator[str]:
    """The address of a service on a database, with the keys in the folder, while it runs."""
    with socket.socket() as listening, log.open("wb") as output:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        number = listening.fileno()
        running = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, service, str(folder), str(number)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[number],
        )
        assert running.stdin is not None
        running.stdin.write(json.dumps(app_url).encode() + b"\n")
        running.stdin.flush()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            running.stdin.close()
            running.wait(timeout=30)


async def _serve(service: str, folder: Path, number: int) -> None:
    app_url = json.loads(await asyncio.to_thread(sys.stdin.readline))
    async with open_process(settings_with_keys(folder), lambda: datetime.now(UTC)) as process:
        built = build_service(service, process, app_url)
        app = compose({service: built.app}, registry=process.registry)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        with socket.socket(fileno=number) as listening:
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            await asyncio.to_thread(sys.stdin.read)
            server.should_exit = True
            await serving
        await built.engine.dispose()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
