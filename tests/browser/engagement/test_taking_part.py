"""Doe mee on a phone and by keyboard: an answer in a minute, and everything that may go wrong."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from shared.web.access import COOKIE, Role
from tests.support.browser import overflow, violations
from tests.support.opinion_round import OpinionRound
from tests.support.service_api import ServiceApi

PHONE = {"width": 320, "height": 640}


@pytest.fixture
async def me(page: Page, api: ServiceApi, address: str, asked: OpinionRound) -> Page:
    """The phone of somebody who is asked, signed in."""
    token = api.token(Role.EMPLOYEE, subject=asked.people[0], lifetime=timedelta(days=3650))
    cookie = {
        "name": COOKIE,
        "value": token,
        "url": address,
        "httpOnly": True,
        "sameSite": "Strict",
    }
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return page


async def test_an_answer_takes_four_presses_and_counts(
    me: Page, address: str, asked: OpinionRound, complaints: list[str]
) -> None:
    await me.goto(f"{address}/engagement/doe-mee")
    await expect(me.get_by_role("heading", level=1)).to_have_text("Doe mee")
    assert await overflow(me) <= 0
    assert await violations(me) == []
    await me.get_by_label("Belangstellend: ik zie er wel iets in").check()
    await me.get_by_label("Ik wil eraan meedoen").check()
    await me.get_by_label("Door wat inwoners eraan hebben").check()
    await me.get_by_role("button", name="Antwoord geven").click()
    await expect(me.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw antwoord")
    assert await violations(me) == []

    await me.goto(f"{address}/engagement/doe-mee")
    await expect(me.locator("main")).to_contain_text("U hebt op alle open peilingen geantwoord")
    await asked.answer(*asked.people[1:])
    (attitude, *_) = (await asked.close())["items"]
    assert attitude["answers"] == 14
    assert complaints == []


async def test_it_works_with_the_keyboard_alone(me: Page, address: str) -> None:
    await me.goto(f"{address}/engagement/doe-mee")
    await me.get_by_label("Sceptisch: ik zie er niets in").focus()
    for presses in (3, 1, 4):
        await me.keyboard.press("Space")
        for _ in range(presses):
            await me.keyboard.press("ArrowDown")
        await me.keyboard.press("Tab")
    await me.keyboard.type("Graag meer oefenen.")
    await me.keyboard.press("Tab")
    await me.keyboard.press("Enter")
    await expect(me.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw antwoord")


async def test_what_is_missing_stands_beside_it_and_what_was_filled_in_stays(
    me: Page, address: str
) -> None:
    await me.goto(f"{address}/engagement/doe-mee")
    await me.get_by_label("Wilt u iets toelichten?").fill("Graag meer oefenen.")
    await me.get_by_role("button", name="Antwoord geven").click()
    await expect(me.get_by_role("alert")).to_contain_text("Er zijn 3 redenen")
    await expect(me.get_by_role("alert")).to_contain_text("Kies een antwoord bij: Hoe ver bent u?")
    await expect(me.get_by_label("Wilt u iets toelichten?")).to_have_value("Graag meer oefenen.")
    assert await violations(me) == []
    assert await overflow(me) <= 0


async def test_a_code_is_enough_and_counts_once(
    page: Page, address: str, asked: OpinionRound
) -> None:
    code = await asked.code(asked.people[0])
    for _ in range(2):
        await page.goto(f"{address}/engagement/doe-mee/code")
        assert await violations(page) == []
        await page.get_by_label("Uw code").fill(code.lower())
        await page.get_by_label("Positief: ik sta erachter").check()
        await page.get_by_label("Ik werk op de nieuwe manier").check()
        await page.get_by_label("Door of ik het kan").check()
        await page.get_by_role("button", name="Antwoord geven").click()
    await expect(page.get_by_role("alert")).to_contain_text("Met deze code is al geantwoord")
    assert code.lower() not in page.url
