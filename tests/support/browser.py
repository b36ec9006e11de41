"""Headless Chromium, and pages of the product served to it on a port."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from playwright.async_api import Browser, Page, async_playwright
from starlette.applications import Starlette

from tests.support.contract_tooling import FOLDER, install
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
_AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


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
        settings = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
        server = uvicorn.Server(settings)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await until(lambda: server.started, reason="uvicorn answers")
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving


async def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page as it stands: rule, and where."""
    install()
    axe = (FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text()
    await page.evaluate(axe)
    found: dict[str, Any] = await page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}})", list(_AXE_TAGS)
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


async def open_everything(page: Page) -> None:
    """Open every disclosure of a page."""
    await page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


async def overflow(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    wider: int = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider
