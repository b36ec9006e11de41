"""Opinions leave by one way: what the import rules cannot see, such as a table named in SQL, a
template or a figure for operators.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.contracts.generate import REPOSITORY

MAY_NAME: Mapping[str, set[str]] = {
    "round_figure|round_remark|published_part": {
        "commands/disclosure.py",
        "migrations/versions/0007_rounds.py",
        "queries/opinions.py",
        "tables/opinions.py",
    },
    "engagement_ballots|tables.ballots": {
        "commands/ballots.py",
        "migrations/versions/0007_rounds.py",
        "tables/ballots.py",
    },
    "take_out": {"commands/ballots.py", "commands/rounds.py"},
    r"SupportMeasured": {"commands/disclosure.py"},
}


@pytest.mark.parametrize("name", MAY_NAME)
def test_only_its_own_modules_name_it(name: str) -> None:
    engagement = REPOSITORY / "services" / "engagement"
    sources = [*engagement.rglob("*.py"), *engagement.rglob("*.html")]
    found = {str(source.relative_to(engagement)) for source in sources if _names(source, name)}
    assert found == MAY_NAME[name]


def test_no_figure_for_operators_is_about_opinions() -> None:
    telemetry = (REPOSITORY / "services/engagement/telemetry.py").read_text()
    assert not re.search("round|ballot|opinion|attitude|stage|motive|support", telemetry)


def _names(source: Path, name: str) -> bool:
    return re.search(name, source.read_text()) is not None
