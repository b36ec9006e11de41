"""No page and no GET asks the database more when there is more to show."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.planning.commands.balance import recompute_balance
from shared.database import transaction
from shared.runtime.clock import today
from tests.support.installations import fresh_database
from tests.support.large_municipality import write_large_municipality
from tests.support.planning_reads import planning_reads
from tests.support.service_api import service_api
from tests.support.shared_servers import RunServers
from tests.support.statements import count
from tests.support.town import Size

MOST = 40
"""Statements of any page: what carrying out a scenario asks beforehand (37), and little more."""

SMALL = Size(subprojects=16, people=24, teams=4, expertises=6, programmes=2, products=2)
LARGER = Size(subprojects=64, people=96, teams=16, expertises=12, programmes=4, products=8)


async def test_statements_do_not_grow_with_the_plan_and_stay_below_a_bound(
    run_servers: RunServers, tmp_path_factory: pytest.TempPathFactory
) -> None:
    few = await statements_of(run_servers, tmp_path_factory.mktemp("few"), SMALL)
    more = await statements_of(run_servers, tmp_path_factory.mktemp("more"), LARGER)
    assert few, "no page was found"
    growing = {path: (few[path], more[path]) for path in few if more[path] > few[path]}
    assert growing == {}
    assert {path: count for path, count in more.items() if count > MOST} == {}


async def statements_of(servers: RunServers, folder: Path, size: Size) -> Mapping[str, int]:
    """How many statements each page and GET sends, by its route."""
    now = datetime.now(UTC)
    async with fresh_database(servers) as database:
        await write_large_municipality(database.admin_url, today(now), size=size)
        async with service_api("planning", database.app_url("planning"), folder, now) as api:
            async with transaction(api.engine) as connection:
                await recompute_balance(connection, today(now))
            reads = await planning_reads(api)
            return {route: await count(api, address) for route, address in reads.items()}
