from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from typer.testing import CliRunner

from shared.web.cli import app
from shared.web.keys import JwksFile
from shared.web.token import TokenVerifier


async def test_a_token_of_the_command_is_accepted_with_the_keys_it_made(tmp_path: Path) -> None:
    team = str(UUID(int=3))
    arguments = ["--keys", str(tmp_path), "--role", "team-leader", "--role", "employee"]
    result = CliRunner().invoke(app, [*arguments, "--team", team])
    assert result.exit_code == 0, result.output
    verifier = TokenVerifier(
        JwksFile(tmp_path / "jwks.json"),
        issuer="draagvlak-demo",
        audience="draagvlak",
        clock=lambda: datetime.now(UTC),
    )
    said = await verifier.verify(result.output.strip())
    assert said.roles == {"team-leader", "employee"}
    assert said.team_ids == {UUID(team)}


def test_a_second_token_uses_the_same_key(tmp_path: Path) -> None:
    arguments = ["--keys", str(tmp_path), "--role", "operator"]
    CliRunner().invoke(app, arguments)
    keys = (tmp_path / "jwks.json").read_text()
    CliRunner().invoke(app, arguments)
    assert (tmp_path / "jwks.json").read_text() == keys


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--keys", str(tmp_path), "--role", "boss"])
    assert result.exit_code == 2
