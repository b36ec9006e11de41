"""What makes this public code: its description, licence, changelog and decisions."""

import re
import tomllib
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.support.pages import ROOT, Page, page

# Of the publiccode.yml standard, 0.7: what is mandatory, by its path.
MANDATORY = (
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal/license",
    "maintenance/type",
    "maintenance/contacts",
    "localisation/localisationReady",
    "localisation/availableLanguages",
)
DECISIONS = [
    Page(path, path.read_text()) for path in sorted((ROOT / "docs" / "decisions").iterdir())
]


@pytest.fixture
def description() -> Any:
    """publiccode.yml."""
    return yaml.safe_load((ROOT / "publiccode.yml").read_text())


@pytest.fixture
def project() -> dict[str, Any]:
    """What pyproject.toml says of the project."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return found


def test_publiccode_has_every_mandatory_key(description: Any) -> None:
    for key in MANDATORY:
        value = description
        for part in key.split("/"):
            value = value[part]
        assert value not in (None, "", [], {}), key


def test_publiccode_describes_in_each_language_within_the_lengths(description: Any) -> None:
    assert set(description["description"]) == {"en", "nl"}
    for told in description["description"].values():
        assert len(told["shortDescription"]) <= 150
        assert 150 <= len(told["longDescription"]) <= 10_000
        assert told["features"]
        assert all(len(feature) <= 100 for feature in told["features"])


def test_publiccode_claims_no_address_of_somebody_else(description: Any) -> None:
    host = urlsplit(description["url"]).hostname
    assert host is not None
    assert host.endswith(".example")


def test_licence_is_the_same_everywhere(description: Any, project: dict[str, Any]) -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("# EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert all(f"## {number}. " in text for number in range(1, 16))
    assert "## Appendix" in text
    assert description["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert "Licensed under the EUPL" in page("README.md").text


def test_changelog_knows_the_version_in_development(project: dict[str, Any]) -> None:
    changes = page("CHANGELOG.md").text
    assert "## [Unreleased]" in changes
    assert project["version"] in changes


@pytest.mark.parametrize("decision", DECISIONS, ids=[each.path.stem for each in DECISIONS])
def test_a_decision_has_its_parts(decision: Page) -> None:
    number = decision.path.name.partition("-")[0]
    assert decision.text.startswith(f"# {number}. ")
    for part in ("Context", "Decision", "Consequences"):
        assert f"\n**{part}.** " in decision.text


def test_decisions_are_numbered_without_gaps_or_doubles() -> None:
    numbers = [int(re.findall(r"^\d{4}", each.path.name)[0]) for each in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
