"""What a client hears when the database is away, and that it gets its answer when it is back."""

from pathlib import Path
from typing import Annotated

from sqlalchemy import text

from shared.database import create_engine, transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.dependencies import Engine
from shared.web.routes import ApiRouter
from tests.support.installations import Database
from tests.support.web_service import unreachable_engine, web_service

router = ApiRouter(tags=["Sommen"])
ADDRESS = "/planning/v1/sums"


@router.get("/sums", summary="Optellen")
async def add(
    engine: Engine,
    caller: Annotated[Caller, allow(Role.OPERATOR, scope=Scope.MUNICIPALITY)],
    wrong: bool = False,
) -> dict[str, int]:
    async with transaction(engine) as connection:
        number = await connection.scalar(text("SELECT 1/0" if wrong else "SELECT 1 + 1"))
    return {"sum": number or 0}


async def test_a_database_that_is_not_there_gives_503(tmp_path: Path) -> None:
    service = web_service(tmp_path, router, engine=unreachable_engine())
    async with service.client(headers=service.bearer(Role.OPERATOR)) as client:
        answer = await client.get(ADDRESS)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["type"] == "urn:draagvlak:problem:unavailable"


async def test_a_database_that_threw_everybody_out_is_connected_to_again(
    database: Database, tmp_path: Path
) -> None:
    engine = create_engine(database.admin_url)
    admin = create_engine(database.admin_url)
    service = web_service(tmp_path, router, engine=engine)
    async with service.client(headers=service.bearer(Role.OPERATOR)) as client:
        assert (await client.get(ADDRESS)).json() == {"sum": 2}
        async with admin.connect() as connection:
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        assert (await client.get(ADDRESS)).json() == {"sum": 2}
    await engine.dispose()
    await admin.dispose()


async def test_a_wrong_statement_is_our_own_fault(database: Database, tmp_path: Path) -> None:
    engine = create_engine(database.admin_url)
    service = web_service(tmp_path, router, engine=engine)
    async with service.client(headers=service.bearer(Role.OPERATOR)) as client:
        answer = await client.get(ADDRESS, params={"wrong": True})
    assert answer.status_code == 500
    assert "zero" not in answer.text
    await engine.dispose()
