"""The operator's commands to prepare servers: `draagvlak provision`, `subscriber` and `source`."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated

import typer

from deploy.provisioning.installation import SERVICES, Passwords
from deploy.provisioning.provision import provision
from deploy.provisioning.rabbitmq import add_source, add_subscriber
from deploy.provisioning.settings import ProvisioningSettings
from shared.database.migrations import migrate
from shared.messaging.topology import source_account
from shared.refusal import Refusal

app = typer.Typer(help="Servers gereedmaken.", no_args_is_help=True)

PasswordFile = Annotated[
    Path, typer.Option("--password-file", exists=True, help="Bestand met het wachtwoord.")
]


@app.command("provision")
def provision_command() -> None:
    """Maak database, rollen, vhost, gebruikers en wachtrijen aan en werk de schema's bij.

    Opnieuw uitvoeren kan altijd: wat er al is, blijft. De servers staan in DRAAGVLAK_POSTGRES_URL,
    DRAAGVLAK_RABBITMQ_URL en DRAAGVLAK_RABBITMQ_API_URL (of in bestanden: …_FILE), de
    wachtwoorden in de map DRAAGVLAK_PASSWORDS_FOLDER.
    """
    settings = ProvisioningSettings()
    passwords = Passwords.from_folder(settings.passwords_folder)
    asyncio.run(_provision_and_migrate(settings, passwords))


@app.command("subscriber")
def subscriber_command(
    name: Annotated[
        str,
        typer.Argument(help="Naam van het systeem: kleine letters, cijfers en koppeltekens."),
    ],
    password_file: PasswordFile,
) -> None:
    """Laat een ander systeem van de gemeente luisteren naar openbare gebeurtenissen."""
    settings = ProvisioningSettings()
    password = password_file.read_text().strip()
    api_url = settings.rabbitmq_api_url.get_secret_value()
    _add(add_subscriber(api_url, settings.installation, name, password))
    typer.echo(f"{name} mag luisteren, op wachtrijen waarvan de naam begint met sub.{name}.")


@app.command("source")
def source_command(
    name: Annotated[str, typer.Argument(help="Naam van de bron, zoals in metrics.")],
    password_file: PasswordFile,
) -> None:
    """Laat een bron transacties melden als gebeurtenis, met een eigen account."""
    settings = ProvisioningSettings()
    password = password_file.read_text().strip()
    api_url = settings.rabbitmq_api_url.get_secret_value()
    _add(add_source(api_url, settings.installation, name, password))
    account = settings.installation.broker_user(source_account(name))
    typer.echo(f"{name} mag transacties melden, met het account {account}.")


def _add(adding: Coroutine[None, None, None]) -> None:
    try:
        asyncio.run(adding)
    except Refusal as refusal:
        raise typer.BadParameter(str(refusal), param_hint="NAME") from None


async def _provision_and_migrate(settings: ProvisioningSettings, passwords: Passwords) -> None:
    provisioned = await provision(settings.admin, passwords, settings.installation)
    typer.echo(f"Database {settings.database} en vhost {settings.vhost} zijn klaar.")
    if provisioned.new_queues:
        names = ", ".join(each.queue for each in provisioned.new_queues)
        typer.echo(
            f"Nieuwe wachtrijen: {names}. Wat al verteld was, staat er niet in: vertel dat zo nodig"
            " opnieuw met draagvlak events replay."
        )
    for service in SERVICES:
        await migrate(provisioned.addresses[service].migrate_url, service)
        typer.echo(f"Schema {service} is bijgewerkt.")
