"""Starting workers of the messaging as processes, and waiting for their death."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict

from deploy.addresses import Addresses


@asynccontextmanager
async def worker(role: str, addresses: Addresses, *death: str) -> AsyncIterator[Process]:
    """A relay or consumer process; killed at the end if it still lives."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.messaging_worker",
        role,
        *death,
        stdin=PIPE,
        stdout=PIPE,
    )
    try:
        assert process.stdin is not None
        process.stdin.write(
            json.dumps({name: asdict(urls) for name, urls in addresses.items()}).encode()
        )
        process.stdin.close()
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        assert process.stdout is not None
        await process.stdout.read()
        await process.wait()
