"""Memory of all three services idle in one process, against an interpreter with their libraries."""

import os
import subprocess
import sys

import psutil

from deploy.demo.running import Running
from tests.benchmarks.report import Line
from tests.support.waiting import until

LIMIT_MIB = 170
LIBRARIES = (
    "import aio_pika, aiormq, asyncpg, fastapi, faststream.rabbit, httpx, jinja2, joserfc.jwt,"
    " prometheus_client, pydantic, pydantic_settings, sqlalchemy.ext.asyncio, structlog, uvicorn,"
    " uvloop"
)


async def compare(_product: Running) -> list[Line]:
    """Resident memory once the product is ready and idle."""
    (process,) = (
        child
        for child in psutil.Process().children(recursive=True)
        if child.cmdline()[-2:] == ["-m", "services"]
    )
    steady: list[int] = []

    def settled() -> bool:
        steady.append(process.memory_info().rss)
        return len(steady) > 100 and max(steady[-100:]) - min(steady[-100:]) < 1 << 20

    await until(settled, 60, reason="memory no longer changes")
    ours = steady[-1] / (1 << 20)
    libraries = _with_libraries() / (1 << 20)
    return [
        Line(
            "memory, three services idle in one process",
            f"{ours:.0f} MiB",
            f"interpreter with the same libraries {libraries:.0f} MiB",
            f"{ours:.0f} MiB",
            f"≤ {LIMIT_MIB} MiB",
            ours <= LIMIT_MIB,
        )
    ]


def _with_libraries() -> int:
    code = f"{LIBRARIES}; import psutil; print(psutil.Process().memory_info().rss)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    return int(ran.stdout)
