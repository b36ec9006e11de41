"""Who gives hours, in words."""

from uuid import UUID

import pytest

from services.planning.pages.request_words import who


@pytest.mark.parametrize("name", ["dienstverlening", "Team dienstverlening"])
def test_a_team_is_called_a_team_once(name: str) -> None:
    assert who(name, None) == "Team dienstverlening"
    assert who(name, UUID(int=0)) == "Medewerker 00000000 van team dienstverlening"
