"""The glossary knows every word of the contracts, and people read the Dutch words that it gives."""

import yaml
from typer.testing import CliRunner

from deploy.demo.chapters.loop import DESTINATIONS
from services.metrics.domain import completeness
from services.metrics.http import counter_hours
from services.planning.domain.steering.freed_hours import Destination
from services.planning.http import catalogue, freed_hours
from shared.contracts.generate import REPOSITORY
from shared.contracts.publication.json_schema import event_schema
from shared.contracts.registry import CONTRACTS
from shared.messaging.cli import STATES, inbox_app
from shared.web.figures import Standing
from shared.web.routes import ApiRouter

GLOSSARY = (REPOSITORY / "docs" / "glossary.md").read_text().lower()
ROWS = [line.strip("| ").split(" | ") for line in GLOSSARY.splitlines() if line.startswith("| ")]


def dutch_for(english: str) -> str:
    """What the glossary says for an English word; words that share a row go by their place."""
    pairs = (zip(_words(row[1]), _words(row[0]), strict=False) for row in ROWS)
    (dutch,) = (dutch for pair in pairs for word, dutch in pair if word == english)
    return dutch


def _words(cell: str) -> list[str]:
    return [word.partition(" (")[0] for word in cell.split(", ")]


def summaries(router: ApiRouter) -> str:
    """What the OpenAPI document says that each route is for."""
    return " ".join(str(getattr(route, "summary", "")) for route in router.routes).lower()


def test_every_noun_of_an_event_type_is_in_the_glossary() -> None:
    nouns = {contract.event_type.split(".")[3].replace("-", " ") for contract in CONTRACTS.values()}

    assert [noun for noun in sorted(nouns) if f" {noun}" not in GLOSSARY] == []


def test_every_value_of_a_list_is_in_the_glossary() -> None:
    values = {
        value
        for contract in CONTRACTS.values()
        for definition in event_schema(contract)["$defs"].values()
        for value in definition.get("enum", ())
    }

    assert values
    assert [value for value in sorted(values) if value not in GLOSSARY] == []


def test_periods_stand_as_the_glossary_calls_them() -> None:
    expected = {state: dutch_for(state.value) for state in completeness.State}

    assert expected == completeness.IN_DUTCH
    assert {standing.value for standing in Standing} == set(expected.values())


def test_an_operator_reads_the_states_of_an_event_as_the_glossary_calls_them() -> None:
    groups = yaml.safe_load((REPOSITORY / "deploy/prometheus/alerts.yml").read_text())["groups"]
    alerts = {
        rule["alert"]: rule["annotations"]["summary"] for group in groups for rule in group["rules"]
    }
    app = inbox_app({})

    assert {state: dutch_for(state) for state in STATES} == STATES
    assert dutch_for("dead") in alerts["EventsDead"]
    assert dutch_for("parked") in alerts["EventsParked"]
    for command, states in (("retry", ("dead", "parked")), ("discard", ("dead",))):
        told = CliRunner().invoke(app, [command, "--help"]).output
        assert all(dutch_for(state) in told for state in states)


def test_freed_hours_have_one_dutch_name_in_both_services() -> None:
    name = dutch_for("counter hours relieved")

    assert name in summaries(counter_hours.router)
    assert name in summaries(freed_hours.router)
    assert name in dutch_for("relief level")
    assert name in dutch_for("freed hours")
    assert dutch_for("proposal") in summaries(freed_hours.router)
    assert dutch_for("destination") in summaries(freed_hours.router)
    assert dutch_for("expertise") in summaries(catalogue.router)


def test_the_destinations_of_freed_hours_are_told_as_the_glossary_calls_them() -> None:
    (row,) = (row for row in ROWS if "`calm`" in row[1])

    assert dict(zip(Destination, _words(row[0]), strict=True)) == DESTINATIONS
    assert all(f"`{destination}`" in row[1] for destination in Destination)
