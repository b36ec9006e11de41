"""Koers in a real browser: for everybody, on every screen, and with the keyboard alone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from shared.web.access import COOKIE, Role
from tests.support.browser import open_everything, overflow, violations
from tests.support.planning_world import TownHall
from tests.support.service_api import ServiceApi

PARTS = ["besluiten", "zelfbediening", "vrijgekomen-uren", "capaciteit", "vanaf-eerste-moment"]
SCREENS = (1280, 320)
OUTLINE = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        || style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 221, 0)';
}"""


@pytest.fixture
async def full(told: TownHall, manager: Page, address: str) -> Page:
    """Koers with figures in every part."""
    await manager.goto(f"{address}/planning/koers")
    return manager


async def test_it_loads_without_complaints_from_the_browser(
    full: Page, complaints: list[str]
) -> None:
    await full.wait_for_load_state("networkidle")
    assert await full.locator("figure.chart").count() == 8
    assert complaints == []


async def test_axe_finds_nothing_with_everything_open_on_any_screen(full: Page) -> None:
    await open_everything(full)
    for width in SCREENS:
        await full.set_viewport_size({"width": width, "height": 800})
        assert await violations(full) == []
        assert await overflow(full) <= 0


async def test_axe_would_find_a_picture_without_words_and_a_field_without_name(full: Page) -> None:
    await full.evaluate("document.querySelector('main').innerHTML += '<img src=\"\"><input>'")
    assert {found.partition(":")[0] for found in await violations(full)} >= {"image-alt", "label"}


async def test_a_municipality_without_figures_has_a_page_that_reads_well(
    manager: Page, address: str
) -> None:
    await manager.goto(f"{address}/planning/koers")
    for width in SCREENS:
        await manager.set_viewport_size({"width": width, "height": 800})
        assert await violations(manager) == []
        assert await overflow(manager) <= 0
    assert await manager.locator("figure.chart").count() == 0
    values = await manager.locator(".tile__value").all_inner_texts()
    assert values == ["Geen", *["nog niet bekend"] * 4]
    text = await manager.locator("main").inner_text()
    assert "Er is nu geen besluit nodig." in text
    assert "Nog niet bekend hoeveel balie-uren er vrijkomen." in text


async def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    full: Page, tmp_path: Path
) -> None:
    await full.keyboard.press("Tab")
    assert await _focused(full) == "Naar de inhoud"
    await full.keyboard.press("Enter")
    await full.keyboard.press("Tab")
    assert await _focused_name(full) == "per"
    while await _focused_name(full) == "per":
        assert await full.evaluate(OUTLINE)
        await full.keyboard.press("Tab")
    assert await _focused(full) == "Toon"
    parts = []
    for _ in PARTS:
        await full.keyboard.press("Tab")
        assert await full.evaluate(OUTLINE), await _focused(full)
        parts.append(await full.evaluate("document.activeElement.hash.slice(1)"))
    assert parts == PARTS
    for part in parts:
        assert await full.locator(f"section#{part}").count() == 1

    await full.keyboard.press("Tab")
    while await full.evaluate("document.activeElement.closest('.decision-list') !== null"):
        assert await full.evaluate(OUTLINE), await _focused(full)
        await full.keyboard.press("Tab")
    assert (await _focused(full)).startswith("Tabel bij: Brp-uittreksel")
    figure = full.locator("figure.chart").first
    assert not await figure.locator("table").is_visible()
    await full.keyboard.press("Enter")
    assert await figure.locator("table").is_visible()
    await full.keyboard.press("Tab")
    await full.keyboard.press("Tab")
    assert (await _focused(full)).startswith("Uitleg bij: Brp-uittreksel")
    await full.keyboard.press("Tab")
    assert (await _focused(full)).startswith("Download CSV bij: Brp-uittreksel")
    async with full.expect_download() as downloading:
        await full.keyboard.press("Enter")
    download = await downloading.value
    assert download.suggested_filename == "zelfbediening.csv"
    await download.save_as(tmp_path / "saved.csv")
    lines = (tmp_path / "saved.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("product;naam;periode;")
    assert len(lines) - 1 == await figure.locator("tbody tr").count()


async def test_everything_that_can_be_focused_shows_it(full: Page) -> None:
    await open_everything(full)
    unseen = []
    for _ in range(await full.locator("a, button, summary, [tabindex='0']").count()):
        await full.keyboard.press("Tab")
        if not await full.evaluate(OUTLINE):
            unseen.append(await _focused(full))
    assert unseen == []


async def test_tables_and_files_need_no_script(
    told: TownHall, browser: Browser, api: ServiceApi, address: str
) -> None:
    context = await browser.new_context(java_script_enabled=False)
    cookie = {"name": COOKIE, "value": api.token(Role.PROGRAMME_MANAGER), "url": address}
    await context.add_cookies([cookie])  # type: ignore[list-item]
    page = await context.new_page()
    await page.goto(f"{address}/planning/koers")
    figure = page.locator("#balie-uren")
    await figure.get_by_text("Tabel").click()
    assert await figure.locator("tbody tr").count() == 25
    async with page.expect_download() as downloading:
        await figure.get_by_text("Download CSV").click()
    assert (await downloading.value).suggested_filename == "balie-uren.csv"


async def test_shortages_of_different_size_look_different(full: Page) -> None:
    figure = full.locator("figure.chart", has_text="Procesontwerp")
    notes = await figure.locator(".chart__label--note").all_text_contents()
    assert notes[:3] == ["101%", "101%", "150%"]
    heights = await figure.locator("rect.chart__part").evaluate_all(
        "bars => bars.map(bar => [bar.getAttribute('x'), Number(bar.getAttribute('height'))])"
    )
    whole: dict[str, float] = {}
    for x, height in heights:
        whole[x] = whole.get(x, 0) + height
    first, _, third, *_ = whole.values()
    assert third == pytest.approx(first * 30 / 20.2, rel=0.02)


async def test_on_paper_everything_fits_and_nothing_is_there_to_click(full: Page) -> None:
    await full.emulate_media(media="print")
    await full.set_viewport_size({"width": 703, "height": 1000})
    assert await overflow(full) <= 0
    assert await full.locator(".chart__more:visible").count() == 0
    assert await full.locator("button:visible").count() == 0
    assert await full.locator("figure.chart h3:visible").count() == 7


async def _focused(page: Page) -> str:
    words: str = await page.evaluate("document.activeElement.textContent")
    return " ".join(words.split())


async def _focused_name(page: Page) -> str | None:
    name: str | None = await page.evaluate("document.activeElement.getAttribute('name')")
    return name
