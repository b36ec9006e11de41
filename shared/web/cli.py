"""The command that signs tokens for a demonstration."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from shared.web.access import Role
from shared.web.token import create_signing_key, sign

app = typer.Typer(help="Tokens voor een demonstratie.", no_args_is_help=True)


@app.command()
def token(
    keys: Annotated[
        Path,
        typer.Option("--keys", envvar="DRAAGVLAK_KEYS", help="Map met de sleutel en jwks.json."),
    ],
    role: Annotated[list[Role], typer.Option("--role", help="Rol in het token; mag vaker.")],
    subject: Annotated[
        str, typer.Option("--subject", help="Wie het is: een id, geen naam.")
    ] = "demo",
    team: Annotated[
        list[UUID] | None, typer.Option("--team", help="Id van een eigen team.")
    ] = None,
    programme: Annotated[
        list[UUID] | None, typer.Option("--programme", help="Id van een eigen programma.")
    ] = None,
    hours: Annotated[
        int, typer.Option("--hours", min=1, max=24, help="Hoeveel uur het geldt.")
    ] = 8,
    issuer: Annotated[
        str, typer.Option("--issuer", envvar="DRAAGVLAK_ISSUER", help="Uitgever in het token.")
    ] = "draagvlak-demo",
    audience: Annotated[
        str, typer.Option("--audience", envvar="DRAAGVLAK_AUDIENCE", help="Voor wie het token is.")
    ] = "draagvlak",
) -> None:
    """Onderteken een token en schrijf het naar de uitvoer. Maakt de sleutel als die er nog niet
    is.
    """
    private_path = keys / "signing-key.json"
    if not private_path.exists():
        create_signing_key(private_path, keys / "jwks.json")
    typer.echo(
        sign(
            private_path,
            issuer=issuer,
            audience=audience,
            subject=subject,
            roles=role,
            now=datetime.now(UTC),
            lifetime=timedelta(hours=hours),
            team_ids=team or (),
            programme_ids=programme or (),
        )
    )
