"""One service asked, from an empty database on."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.callers import Callers
from tests.fuzz.campaign import Campaign, Effort, Findings
from tests.fuzz.served import served
from tests.fuzz.worlds import found

LOG = "service.log"


async def ask(
    service: str,
    app_url: str,
    folder: Path,
    *,
    seed: int,
    efforts: tuple[Effort, Effort],
    cases: int,
    until: float,
    told: Callable[[Findings], None],
) -> Findings:
    """Found the service's world, serve it with its log in the folder, and send what `Campaign.run`
    says: the first round with the one effort, each that follows with the other.
    """
    await found(service, app_url, folder)
    with served(service, app_url, folder, folder / LOG) as address:
        campaign = Campaign(service, address, Callers(folder / "key.json", seed), seed, told)
        return await asyncio.to_thread(campaign.run, *efforts, cases=cases, until=until)
