import re

import httpx

from shared.web.access import Role
from shared.web.pages import csv_answer
from tests.support.web_service import WebService


async def test_who_is_not_signed_in_is_brought_to_the_sign_in_page_and_back(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/planning/koers?week=2026-W48")
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location == "/planning/aanmelden?naar=%2Fplanning%2Fkoers%3Fweek%3D2026-W48"
    form = (await client.get(location)).text
    assert '<input type="hidden" name="naar" value="/planning/koers?week=2026-W48">' in form


async def test_a_page_is_dutch_and_can_be_skipped_through(manager: httpx.AsyncClient) -> None:
    page = (await manager.get("/planning/koers")).text
    assert '<html lang="nl" class="voorbeeld-theme">' in page
    assert 'href="#inhoud"' in page
    assert "<title>Welkom – Draagvlak Voorbeeldstad</title>" in page


async def test_navigation_shows_what_the_role_may_use_and_where_it_is(
    service: WebService, manager: httpx.AsyncClient
) -> None:
    page = (await manager.get("/planning/koers")).text
    assert re.search(r'href="/planning/koers" aria-current="page">Koers</a>', page)
    async with service.client(headers=service.bearer(Role.EMPLOYEE)) as employee:
        assert "Hoofdmenu" not in (await employee.get("/planning/koers")).text


async def test_every_file_of_a_page_comes_from_here_and_may_be_kept(
    manager: httpx.AsyncClient,
) -> None:
    page = (await manager.get("/planning/koers")).text
    addresses = re.findall(r'(?:<link [^>]*href|<script src)="([^"]+)"', page)
    assert len(addresses) >= 4
    for address in addresses:
        answer = await manager.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_an_address_of_other_content_is_not_found(client: httpx.AsyncClient) -> None:
    for address in ("0000000000000000/draagvlak.css", "0/..%2F..%2Fapp.py", "0/vendor/VENDORED.md"):
        assert (await client.get(f"/planning/static/{address}")).status_code == 404


def test_a_csv_suits_a_dutch_spreadsheet_and_runs_nothing() -> None:
    answer = csv_answer(
        "uren", ["week", "uren"], [("week 1", 1234.5), ("=HYPERLINK()", None), ("a;b", -2)]
    )
    assert bytes(answer.body).decode("utf-8-sig") == (
        'week;uren\r\nweek 1;1234,5\r\n\'=HYPERLINK();\r\n"a;b";-2\r\n'
    )
    assert answer.headers["content-disposition"] == 'attachment; filename="uren.csv"'
