"""The fictional municipality is whole, and is nobody's."""

import csv

import pytest
from pydantic import ValidationError

from deploy.demo.municipality import Municipality, load_municipality
from tests.support.shared_data import SHARED_DATA, needs_shared_data


@pytest.fixture(scope="module")
def municipality() -> Municipality:
    return load_municipality()


@needs_shared_data
def test_no_municipality_has_its_name(municipality: Municipality) -> None:
    path = SHARED_DATA / "municipalities" / "gemeenten_gm_codes.csv"
    with path.open(encoding="utf-8") as file:
        assert municipality.name not in {row["naam"] for row in csv.DictReader(file)}


@needs_shared_data
def test_every_product_has_its_official_name_and_one_team(municipality: Municipality) -> None:
    handled = [product for team in municipality.teams.values() for product in team.products]

    assert sorted(handled) == sorted(municipality.products)
    path = SHARED_DATA / "products" / "upl_burgerzaken.csv"
    with path.open(encoding="utf-8") as file:
        official = {row["uri"].rpartition("/")[2] for row in csv.DictReader(file)}
    assert set(municipality.products) <= official


def test_every_channel_has_one_source_and_a_handling_time(municipality: Municipality) -> None:
    reported = [channel for source in municipality.sources.values() for channel in source.channels]

    assert len(reported) == len(set(reported))
    for product in municipality.products.values():
        assert set(product.shares) <= set(reported)
        assert set(product.minutes) == {
            *product.shares,
            *(["assisted"] if product.assisted else []),
        }


def test_everything_that_is_named_exists(municipality: Municipality) -> None:
    for team in municipality.teams.values():
        for people in team.people:
            assert people.function_group in municipality.function_groups
            assert set(people.expertises) <= set(municipality.expertises)
    for subproject in municipality.subprojects.values():
        assert set(subproject.depends_on) <= set(municipality.subprojects)
        assert set(subproject.affected_teams) <= set(municipality.teams)
        for demand in (*subproject.demand, *subproject.reserve):
            assert demand.expertise in municipality.expertises
            assert subproject.starts <= demand.from_week <= demand.until_week <= subproject.ends
        for milestone in subproject.milestones:
            assert subproject.starts <= milestone.week <= subproject.ends
            assert set(milestone.affects) <= set(municipality.products)
    for destinations in municipality.destinations.values():
        assert sum(destinations.values()) == pytest.approx(1)


def test_an_effect_without_a_go_live_is_refused(municipality: Municipality) -> None:
    content = municipality.model_dump(mode="json")
    content["products"]["verhuismelding"]["effects"][0]["milestone"] = "Nooit"

    with pytest.raises(ValidationError, match="no go-live is called"):
        Municipality.model_validate(content)
