"""Headless Chromium, and pages of the product served to it on a port."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from playwright.async_api import Browser, async_playwright
from starlette.applications import Starlette

from tests.support.waiting import until

CHROMIUM = shutil.which("chromium")

# No sandbox, because tests may run as root; nothing that looks for servers outside the machine.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser with an empty profile of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=list(_ARGUMENTS)
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """The address of an app that answers on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
        )
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await until(lambda: server.started, reason="uvicorn answers")
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving


AXE = Path(__file__).parents[1] / "contracts/tooling/node_modules/axe-core/axe.min.js"
