"""The `draagvlak` command: everything an operator or importer does by hand, in Dutch."""

import sys
from collections.abc import Callable, Mapping

import typer

from deploy.demo.cli import app as demo
from deploy.provisioning.cli import app as provisioning
from services.engagement.cli import app as engagement
from services.engagement.settings import EngagementDatabase
from services.metrics.cli import app as metrics
from services.metrics.settings import MetricsDatabase
from services.planning.cli import app as planning
from services.planning.settings import PlanningDatabase
from shared.database import is_unavailable
from shared.messaging.cli import events_app, inbox_app
from shared.runtime.settings import DatabaseSettings, InvalidSettings
from shared.web.cli import app as tokens

FAULT = 1
INVALID_INPUT = 2
DATABASES: Mapping[str, type[DatabaseSettings]] = {
    "planning": PlanningDatabase,
    "engagement": EngagementDatabase,
    "metrics": MetricsDatabase,
}

app = typer.Typer(
    no_args_is_help=True,
    help="Draagvlak: deelprojecten, draagvlak en zelfbediening van een gemeente.",
    pretty_exceptions_enable=False,
)
app.add_typer(demo)
app.add_typer(provisioning)
app.add_typer(tokens)
app.add_typer(planning, name="planning")
app.add_typer(engagement, name="engagement")
app.add_typer(metrics, name="metrics")


def _url(database: type[DatabaseSettings]) -> Callable[[], str]:
    return lambda: database().app_url.get_secret_value()


_URLS = {service: _url(database) for service, database in DATABASES.items()}
app.add_typer(events_app(_URLS), name="events")
app.add_typer(inbox_app(_URLS), name="inbox")


def main() -> None:
    """Run the command. Settings that are missing or wrong are named, without their values; a
    database that is away is said in one sentence.
    """
    try:
        app()
    except InvalidSettings as error:
        for fault in error.faults:
            typer.echo(f"Instelling {fault}", err=True)
        sys.exit(INVALID_INPUT)
    except Exception as error:
        if not is_unavailable(error):
            raise
        typer.echo("De database is niet bereikbaar. Er is niets veranderd.", err=True)
        sys.exit(FAULT)


if __name__ == "__main__":
    main()
