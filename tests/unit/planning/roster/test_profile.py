"""What a roster's profile can say, and what none may."""

from pathlib import Path
from typing import Any

import pytest

from services.planning.roster.cli import SHIPPED
from services.planning.roster.profile import RosterProfile
from shared.refusal import Refusal
from shared.tabular.profile_files import load_profile_of, profile_names

ABSENCES: dict[str, Any] = {
    "starts_on": {"column": "van"},
    "ends_on": {"column": "tot"},
}


def test_every_shipped_profile_can_be_read_and_names_its_columns() -> None:
    names = profile_names(SHIPPED)
    assert names == ["afwezigheid", "baliediensten", "expertises", "werktijden"]
    columns = {name: load_profile_of(RosterProfile, SHIPPED, name).columns() for name in names}
    assert columns["afwezigheid"] == {"medewerker", "eerste dag", "laatste dag", "uren"}
    assert columns["expertises"] == {"medewerker", "expertise", "niveau", "beoordeeld op"}


@pytest.mark.parametrize("why", ["reason", "reden", "soort", "type"])
def test_no_profile_can_name_why_somebody_is_absent(tmp_path: Path, why: str) -> None:
    path = tmp_path / "profiel.yaml"
    path.write_text(
        "person: {column: wie}\n"
        f"absences: {{starts_on: {{column: van}}, ends_on: {{column: tot}}, {why}: x}}\n"
    )
    with pytest.raises(Refusal, match="waarom iemand afwezig is, leest en bewaart Draagvlak niet"):
        load_profile_of(RosterProfile, SHIPPED, str(path))


def test_a_profile_reads_one_thing_about_people() -> None:
    person = {"column": "wie"}
    expertises = {"expertise": {"column": "expertise"}}
    for parts in ({}, {"absences": ABSENCES, "expertises": expertises}):
        with pytest.raises(ValueError, match="precies één"):
            RosterProfile.model_validate({"person": person, **parts})
