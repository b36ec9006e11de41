"""Draagvlak: what may be known of a round, for everybody, with a table beside each chart."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from shared.web.access import COOKIE, Role
from tests.support.browser import open_everything, overflow, violations
from tests.support.opinion_round import OpinionRound
from tests.support.service_api import ServiceApi


@pytest.fixture
async def reader(page: Page, api: ServiceApi, address: str, asked: OpinionRound) -> Page:
    """A page of the works council."""
    token = api.token(Role.WORKS_COUNCIL, lifetime=timedelta(days=3650))
    cookie = {
        "name": COOKIE,
        "value": token,
        "url": address,
        "httpOnly": True,
        "sameSite": "Strict",
    }
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


@pytest.mark.parametrize("width", [1280, 320])
async def test_a_closed_round_is_read_with_and_without_seeing_the_charts(
    reader: Page, address: str, asked: OpinionRound, complaints: list[str], width: int
) -> None:
    await asked.answer(*asked.people[:12], remark="Graag meer oefenen.")
    await asked.close()
    await reader.set_viewport_size({"width": width, "height": 900})
    await reader.goto(f"{address}/engagement/draagvlak")
    for title in (
        "Iedereen die is gevraagd: 4 van 12 is belangstellend of positief.",
        "Stadium van iedereen die is gevraagd: bewust komt het meest voor (3 van 12).",
    ):
        await expect(reader.get_by_role("heading", name=title)).to_be_visible()
    await expect(reader.get_by_text("12 van 14 antwoordden").first).to_be_visible()
    await expect(reader.get_by_text("Graag meer oefenen.").first).to_be_visible()
    await open_everything(reader)
    assert await violations(reader) == []
    assert await overflow(reader) <= 0
    assert complaints == []


async def test_the_file_has_what_the_table_has(
    reader: Page, address: str, asked: OpinionRound
) -> None:
    await asked.answer(*asked.people)
    await asked.close()
    await reader.goto(f"{address}/engagement/draagvlak")
    async with reader.expect_download() as downloading:
        await reader.get_by_role("link", name="Download CSV").first.click()
    lines = (await (await downloading.value).path()).read_text("utf-8-sig").splitlines()
    assert lines[0] == "peiling;groep;gevraagd;geantwoord;antwoord;aantal;definitie"
    assert lines[1] == "2026-03-02;Iedereen die is gevraagd;14;14;sceptisch;3;houding"
    assert len(lines) == 1 + 2 * 5  # everybody, and the one function group that they are all in


async def test_while_a_round_is_open_nothing_of_it_is_shown(
    reader: Page, address: str, asked: OpinionRound
) -> None:
    await asked.answer(*asked.people)
    await reader.goto(f"{address}/engagement/draagvlak")
    await expect(reader.locator("main")).to_contain_text(
        "Tot de sluiting wordt er niets van getoond"
    )
    await expect(reader.locator("figure")).to_have_count(0)


async def test_a_round_of_which_nothing_may_be_known_says_so_and_no_more(
    reader: Page, address: str, asked: OpinionRound
) -> None:
    await asked.answer(*asked.people[:4], remark="Dit ben ik.")
    await asked.close()
    await reader.goto(f"{address}/engagement/draagvlak")
    await expect(reader.locator("main")).to_contain_text("Van deze peiling wordt niets getoond")
    await expect(reader.locator("main")).not_to_contain_text("Dit ben ik")
