"""The HTTP application of one service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.web import errors, health, openapi, sign_in
from shared.web.exchange import Exchange, HttpTelemetry
from shared.web.health import Check
from shared.web.pages import NavigationItem, PageRouter, Pages
from shared.web.routes import ApiRouter
from shared.web.token import TokenVerifier


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a developer of another system asks."""

    name: str
    email: str
    url: str


@dataclass(frozen=True, slots=True)
class ApiDescription:
    """What the OpenAPI document says about a service.

    `version` is semantic; it also goes in the API-Version header of every answer.
    """

    service: str
    title: str
    description: str
    version: str
    contact: Contact
    unlogged: tuple[str, ...] = ()
    """Beginnings of routes whose requests leave no line in the log, because when somebody asked
    would say too much."""


def create_app(
    api_description: ApiDescription,
    *,
    api: Sequence[ApiRouter],
    pages: Sequence[PageRouter] = (),
    templates: Path | None = None,
    navigation: Sequence[NavigationItem] = (),
    municipality: str,
    engine: AsyncEngine,
    clock: Callable[[], datetime],
    tokens: TokenVerifier,
    checks: Mapping[str, Check],
    telemetry: HttpTelemetry,
) -> FastAPI:
    """The app of a service, to be served under /<service>: API, pages, health and static files.

    Raises:
        TypeError: a route has no access rule, or the interface no Dutch summary.
    """
    contact = api_description.contact
    app = FastAPI(
        title=api_description.title,
        version=api_description.version,
        description=api_description.description,
        contact={"name": contact.name, "email": contact.email, "url": contact.url},
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=openapi.operation_id,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.engine = engine
    app.state.clock = clock
    app.state.tokens = tokens
    app.state.checks = checks
    app.state.pages = Pages(
        service=api_description.service,
        municipality=municipality,
        templates=templates,
        navigation=navigation,
    )
    _add_routes(app, api_description.service, api, pages)
    errors.install(app)
    app.add_middleware(
        Exchange,
        service=api_description.service,
        version=api_description.version,
        unlogged=api_description.unlogged,
        telemetry=telemetry,
    )
    return app


def _add_routes(
    app: FastAPI, service: str, api: Sequence[ApiRouter], pages: Sequence[PageRouter]
) -> None:
    for api_router in api:
        app.include_router(api_router, prefix=openapi.BASE)
    for page_router in (sign_in.router, *pages):
        app.include_router(page_router)
    app.include_router(health.router)
    openapi.publish(app, service)
    app.add_route(
        "/static/{digest}/{name:path}", app.state.pages.static.serve, include_in_schema=False
    )
    app.state.route_templates = {
        context.endpoint: str(context.path_format)
        for context in iter_route_contexts(app.routes)
        if context.endpoint is not None
    }
