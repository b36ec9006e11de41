"""The operator's commands on the event log and the inbox: look, tell again, retry, give up."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.envelope import Audience
from shared.database import create_engine, transaction
from shared.messaging import operations
from shared.web import dutch

Result = TypeVar("Result")
DatabaseUrl = Callable[[], str]
AUDIENCES = {Audience.PUBLIC: "openbare", Audience.INTERNAL: "interne"}
STATES = {"parked": "geparkeerd", "waiting": "wachtend", "dead": "vastgelopen"}

Service = Annotated[str, typer.Argument(metavar="DIENST", help="planning, engagement of metrics.")]


def events_app(urls: Mapping[str, DatabaseUrl]) -> typer.Typer:
    """`draagvlak events`: commands on the event log of the services whose database URLs these
    are.
    """
    app = typer.Typer(no_args_is_help=True, help="Het gebeurtenissenlogboek van een dienst.")

    @app.callback()
    def events() -> None:
        """Het gebeurtenissenlogboek van een dienst."""

    @app.command()
    def replay(
        service: Service,
        since: Annotated[
            datetime | None, typer.Option(help="Vanaf dit moment (UTC). Standaard: alles.")
        ] = None,
        position: Annotated[
            int | None, typer.Option(min=1, help="Vanaf dit volgnummer in het logboek.")
        ] = None,
    ) -> None:
        """Vertel opnieuw wat al verteld is, bijvoorbeeld als RabbitMQ zijn gegevens kwijt is.

        Wie een gebeurtenis al verwerkt heeft, herkent die: niets telt dubbel.
        """
        moment = None if since is None else since.replace(tzinfo=UTC)
        found = _on(
            urls,
            service,
            lambda connection: operations.replay(connection, service, since=moment, first=position),
        )
        for each in found:
            typer.echo(
                f"{dutch.number(each.events)} {AUDIENCES[each.audience]} gebeurtenissen van"
                f" {service} gaan opnieuw, vanaf volgnummer {each.first}."
            )

    return app


def inbox_app(urls: Mapping[str, DatabaseUrl]) -> typer.Typer:
    """`draagvlak inbox`: commands on the inbox of the services whose database URLs these are."""
    app = typer.Typer(no_args_is_help=True, help="Ontvangen gebeurtenissen die niet zijn verwerkt.")

    @app.command("list")
    def show(
        service: Service,
        limit: Annotated[int, typer.Option(min=1, max=10_000, help="Hoogstens zoveel.")] = 50,
    ) -> None:
        """Toon welke gebeurtenissen nog niet zijn verwerkt, en waarom niet.

        Geparkeerd: wordt vanzelf opnieuw geprobeerd. Wachtend: er is een eerdere van hetzelfde
        onderwerp. Vastgelopen: u beslist, met retry of discard.
        """
        found = _on(
            urls,
            service,
            lambda connection: operations.unfinished(connection, service, limit),
        )
        if not found:
            typer.echo("Alles is verwerkt.")
        for each in found:
            typer.echo(
                f"{each.entry:>8}  {STATES[each.state]}, {each.attempts} keer geprobeerd,"
                f" ontvangen {dutch.moment(each.received_at)}\n"
                f"          {each.type or 'geen gebeurtenis'}  {each.subject or ''}\n"
                f"          {each.error or ''}"
            )

    @app.command("retry")
    def again(
        service: Service,
        entry: Annotated[
            int | None, typer.Option(help="Alleen deze; het nummer staat in de lijst.")
        ] = None,
    ) -> None:
        """Probeer vastgelopen en geparkeerde gebeurtenissen opnieuw, meteen en vijf keer."""
        count = _on(
            urls,
            service,
            lambda connection: operations.retry(connection, service, entry=entry),
        )
        typer.echo(f"{dutch.number(count)} gebeurtenissen worden opnieuw geprobeerd.")

    @app.command("discard")
    def give_up(
        service: Service,
        entry: Annotated[int, typer.Option(help="Deze; het nummer staat in de lijst.")],
    ) -> None:
        """Geef een vastgelopen gebeurtenis voorgoed op.

        Haar onderwerp gaat verder zonder haar gevolg.
        """
        try:
            found = _on(
                urls, service, lambda connection: operations.discard(connection, service, entry)
            )
        except ValueError:
            raise typer.BadParameter(
                "Van dit onderwerp is een eerdere gebeurtenis nog niet verwerkt.",
                param_hint="--entry",
            ) from None
        if not found:
            raise typer.BadParameter(
                "Deze vastgelopen gebeurtenis is er niet.", param_hint="--entry"
            )
        typer.echo("De gebeurtenis is opgegeven.")

    return app


def _on(
    urls: Mapping[str, DatabaseUrl],
    service: str,
    work: Callable[[AsyncConnection], Awaitable[Result]],
) -> Result:
    if service not in urls:
        raise typer.BadParameter(f"Kies uit: {', '.join(urls)}.", param_hint="DIENST")

    async def run() -> Result:
        engine = create_engine(urls[service](), pool_size=1)
        try:
            async with transaction(engine) as connection:
                return await work(connection)
        finally:
            await engine.dispose()

    return asyncio.run(run())
