"""Koers over HTTP: the page and its files say the same, in Dutch that everybody can read."""

import csv
import html
import io
import re
from collections.abc import Sequence
from uuid import UUID

import pytest

from shared.contracts.engagement_v1 import Coverage, CoverageUpdated
from shared.web.access import Role
from tests.support.dutch_text import objections, texts
from tests.support.installations import Database
from tests.support.koers_world import tell_koers
from tests.support.past import as_if_days_ago
from tests.support.planning_world import TownHall
from tests.support.service_api import ServiceApi

FILES = {
    "zelfbediening": "M1",
    "balie-uren": "M6",
    "capaciteit": "C7",
    "eerste-moment": "E2",
}


@pytest.fixture
async def told(town: TownHall) -> TownHall:
    """A town hall with figures in every part of Koers."""
    await tell_koers(town)
    return town


async def koers(api: ServiceApi, path: str = "", role: Role = Role.PROGRAMME_MANAGER) -> str:
    """The page, or a file of it, as the role gets it."""
    headers = {"Authorization": f"Bearer {api.token(role)}"}
    answer = await api.client.get(f"/planning/koers{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.content.decode("utf-8-sig")


def rows(file: str) -> Sequence[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file), delimiter=";"))


@pytest.mark.parametrize("name", FILES)
async def test_every_row_of_a_file_carries_its_definition_and_how_complete_it_is(
    told: TownHall, name: str
) -> None:
    found = rows(await koers(told.api, f"/{name}.csv"))
    assert found
    for row in found:
        assert row["definitie"] == FILES[name]
        assert row["stand"] in ("voorlopig", "compleet", "gecorrigeerd")
        assert row["bijgewerkt_op"] or row["stand"] == "voorlopig"


async def test_the_page_links_the_file_of_each_chart_and_the_file_has_the_table_of_the_chart(
    told: TownHall,
) -> None:
    page = await koers(told.api)
    figures = re.findall(r"<figure .*?</figure>", page, re.DOTALL)
    assert len(figures) == 8
    for figure in figures:
        (address,) = re.findall(r'href="/planning/koers(/[^"]+)" download', figure)
        file = rows(await koers(told.api, address))
        body = figure.partition("<tbody>")[2].partition("</tbody>")[0]
        assert body.count("<tr>") == len(file)
        assert f"Definitie&nbsp;{file[0]['definitie']}." in figure


async def test_more_than_fits_is_said_where_the_rest_is(town: TownHall) -> None:
    programme = await town.programme()
    subprojects = [await town.subproject(programme, f"Deelproject {n}") for n in range(27)]
    for n in range(14):
        expertise = await town.expertise(f"Expertise {n}")
        await town.demand(subprojects[0], expertise, town.weeks(n + 1))
    await town.hears(
        *(
            CoverageUpdated(
                subproject_id=UUID(each),
                t0=town.today,
                frozen=True,
                coverage=Coverage(numerator=20 + n, denominator=100, median_lead_days=14.0),
            )
            for n, each in enumerate(subprojects)
        )
    )
    page = await koers(town.api)
    capacity, _, coverage = page.partition('id="vanaf-eerste-moment"')
    shown = [int(each) for each in re.findall(r"Expertise (\d+): \d+ uur tekort", capacity)]
    assert list(dict.fromkeys(shown)) == list(range(13, 1, -1))
    assert "Nog 2 staan bij" in capacity
    assert {row["expertise"] for row in rows(await koers(town.api, "/capaciteit.csv"))} == {
        f"Expertise {n}" for n in range(14)
    }
    body = coverage.partition("<tbody>")[2].partition("</tbody>")[0]
    assert body.count("<tr>") == 25
    assert "Deelproject 24<" in body
    assert "Deelproject 25<" not in body
    assert "U ziet de 25 deelprojecten met het kleinste aandeel." in coverage
    assert "In het bestand staan alle 27." in coverage
    assert len(rows(await koers(town.api, "/eerste-moment.csv"))) == 27
    assert list(objections(page)) == []


async def test_what_is_unknown_is_empty_in_the_file_and_named_on_the_page(told: TownHall) -> None:
    found = rows(await koers(told.api, "/zelfbediening.csv?product=brpUittr"))
    unknown = [row for row in found if not row["aandeel"]]
    assert [row["stand"] for row in unknown] == ["compleet", "compleet", "voorlopig"]
    assert not any(row["digitaal"] for row in unknown)
    assert all(row["streefpad"] for row in unknown)
    assert "nog niet bekend" in await koers(told.api)


async def test_a_group_without_figures_says_the_same_in_the_file_as_no_group_at_all(
    told: TownHall,
) -> None:
    found = rows(await koers(told.api, "/eerste-moment.csv"))
    (row,) = [row for row in found if row["deelproject"] == "Rijbewijs"]
    hidden = ("vanaf_het_begin", "betrokken_medewerkers", "aandeel", "later_begonnen")
    assert [row[name] for name in hidden] == ["", "", "", ""]


async def test_a_silent_source_is_marked_on_the_page_at_its_charts_and_in_their_files(
    told: TownHall,
) -> None:
    page = await koers(told.api)
    warning = "Bron telefonie levert niet sinds"
    assert page.count(warning) == 1 + 4 + 1
    for name in ("zelfbediening", "balie-uren"):
        found = rows(await koers(told.api, f"/{name}.csv"))
        assert {row["verouderde_bronnen"] for row in found} == {"telefonie"}


async def test_a_name_that_is_a_formula_does_not_run_in_a_spreadsheet_or_on_the_page(
    town: TownHall,
) -> None:
    expertise = await town.expertise('=HYPERLINK("x")<b>')
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, expertise, town.weeks(4))
    (row,) = rows(await koers(town.api, f"/capaciteit.csv?expertise={expertise}"))
    assert row["expertise"].startswith("'=HYPERLINK")
    assert "<b>" not in await koers(town.api)


async def test_a_day_in_the_past_shows_what_was_known_then_and_its_files_too(
    town: TownHall, database: Database
) -> None:
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, await town.expertise("Training"), town.weeks(4))
    await as_if_days_ago(database, 7)
    await town.demand(subproject, await town.expertise("Inrichting"), town.weeks(4))
    then = await koers(town.api, f"?per={town.day(-3)}")
    assert "U ziet het plan zoals het bekend was op" in then
    assert "Training: 4 uur tekort" in then
    assert "Inrichting" not in then
    files = re.findall(r'href="/planning/koers(/[^"]+)" download', then)
    (row,) = rows(await koers(town.api, html.unescape(files[0])))
    assert row["expertise"] == "Training"
    assert row["bijgewerkt_op"].startswith(town.day(-3))
    now = await koers(town.api, f"?per={town.day(0)}")
    assert "Inrichting: 4 uur tekort" in now
    assert "U ziet het plan zoals het bekend was op" not in now
    assert "per=" not in now


async def test_a_day_of_which_nothing_is_known_says_since_when_something_is(
    town: TownHall,
) -> None:
    await town.programme()
    headers = {"Authorization": f"Bearer {town.api.token(Role.PROGRAMME_MANAGER)}"}
    address = f"/planning/koers?per={town.day(-3)}"
    answer = await town.api.client.get(address, headers=headers)
    assert answer.status_code == 400
    assert "Bekend is de stand vanaf" in answer.text


@pytest.mark.parametrize("path", ["", *(f"/{name}.csv" for name in FILES)])
async def test_only_the_programme_manager_sees_it(api: ServiceApi, path: str) -> None:
    for role in set(Role) - {Role.PROGRAMME_MANAGER}:
        headers = {"Authorization": f"Bearer {api.token(role)}"}
        answer = await api.client.get(f"/planning/koers{path}", headers=headers)
        assert answer.status_code == 403


async def test_every_link_leads_somewhere(told: TownHall) -> None:
    page = await koers(told.api)
    headers = {"Authorization": f"Bearer {told.api.token(Role.PROGRAMME_MANAGER)}"}
    ids = set(re.findall(r'id="([^"]+)"', page))
    for address in set(re.findall(r'href="([^"]+)"', page)):
        if address.startswith("#"):
            assert address[1:] in ids
        else:
            answer = await told.api.client.get(address, headers=headers)
            assert answer.status_code == 200, address


@pytest.mark.parametrize("is_told", [True, False])
async def test_the_text_is_dutch_that_everybody_can_read(town: TownHall, is_told: bool) -> None:
    if is_told:
        await tell_koers(town)
    page = await koers(town.api)
    assert '<html lang="nl"' in page
    assert list(objections(page)) == []
    assert len(texts(page)) > (400 if is_told else 20)


def test_the_reader_stumbles_over_what_is_not_plain_dutch() -> None:
    found = list(
        objections(
            f"<p>Middels dit {'heel ' * 20} lange zin.</p><td>1,234.50</td><td>2026-W47</td>"
        )
    )
    assert len(found) == 5
