"""A small service with every kind of route, and tokens for it, for the tests of shared.web."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from shared.database import create_engine
from shared.refusal import NotFound, Reason, Refusal
from shared.web.access import Caller, Role, Scope, allow, allow_each, public
from shared.web.answers import Body, Moment, Resource, answered, created
from shared.web.app import ApiDescription, Contact, create_app
from shared.web.dependencies import Now
from shared.web.etag import IfMatch
from shared.web.exchange import HttpTelemetry
from shared.web.keys import JwksFile
from shared.web.pages import NavigationItem, PageRouter, page
from shared.web.paging import Page, Paging
from shared.web.process import compose
from shared.web.routes import ApiRouter
from shared.web.token import TokenVerifier, create_signing_key, sign

ISSUER = "https://aanmelden.example.nl"
AUDIENCE = "draagvlak"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
THING = UUID("6d2d1f0e-3a5c-4d11-9f5a-000000000001")
TEAM = UUID("6d2d1f0e-3a5c-4d11-9f5a-000000000002")

Manager = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, scope=Scope.MUNICIPALITY)]

api = ApiRouter(tags=["Dingen"])
pages = PageRouter()


class ThingBody(Body):
    """What a client sends about a thing."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    start_date: date
    seen_at: Moment
    hours: Annotated[float, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _starts_in_this_century(self) -> "ThingBody":
        if self.start_date.year < 2000:
            raise ValueError("De begindatum ligt in de vorige eeuw.")
        return self


class Thing(Resource):
    """What a client gets about a thing."""

    name: str
    start_date: date
    seen_at: Moment


def _thing(body: ThingBody) -> Thing:
    return Thing(name=body.name, start_date=body.start_date, seen_at=body.seen_at)


@api.post("/things", status_code=201, response_model=Thing, summary="Ding maken")
async def make_thing(body: ThingBody, caller: Manager) -> Response:
    """Developers read this; the document does not show it."""
    return created(_thing(body), THING, version=1)


@api.post("/things/imports", summary="Dingen inlezen", max_body_size=1024 * 1024)
async def import_things(body: list[ThingBody], caller: Manager) -> dict[str, int]:
    return {"read": len(body)}


@api.get("/things", summary="Dingen opvragen")
async def list_things(
    paging: Paging,
    caller: Annotated[
        Caller,
        allow_each({Role.TEAM_LEADER: Scope.OWN_TEAM, Role.PROGRAMME_MANAGER: Scope.MUNICIPALITY}),
    ],
) -> Page[Thing]:
    seen = paging.after(int)
    first = 0 if seen is None else seen[0] + 1
    things = [
        Thing(name=str(n), start_date=NOW.date(), seen_at=NOW)
        for n in range(first, min(5, first + paging.limit + 1))
    ]
    return paging.page(things, key=lambda thing: (thing.name,))


@api.get("/things/{thing_id}", response_model=Thing, summary="Ding opvragen")
async def show_thing(thing_id: UUID, caller: Manager, now: Now) -> Response:
    if thing_id != THING:
        raise NotFound(Reason("unknown-thing", "Dit ding bestaat niet."))
    return answered(Thing(name="ding", start_date=now.date(), seen_at=now), version=7)


@api.put("/things/{thing_id}", response_model=Thing, summary="Ding wijzigen")
async def change_thing(
    thing_id: UUID, body: ThingBody, if_match: IfMatch, caller: Manager
) -> Response:
    if_match.check(7)
    return answered(_thing(body), version=8)


@api.get("/teams/{team_id}", summary="Team opvragen")
async def show_team(
    team_id: UUID, caller: Annotated[Caller, allow(Role.TEAM_LEADER, scope=Scope.OWN_TEAM)]
) -> dict[str, str]:
    caller.require(team=team_id)
    return {"id": str(team_id)}


@api.get("/failures/{kind}", summary="Op een bepaalde manier mislukken")
async def fail(kind: str, caller: Manager) -> None:
    failures: dict[str, Exception] = {
        "state": Refusal(
            Reason("already-closed", "De ronde is al gesloten."),
            Reason("too-late", "Het is te laat.", "startDate"),
        ),
        "input": Refusal(Reason("too-many-hours", "Dit zijn te veel uren.", "hours")),
        "away": ConnectionRefusedError("10.0.0.1:5432"),
        "crash": RuntimeError("geheim: de naam van iemand"),
    }
    raise failures[kind]


@api.get("/news", summary="Nieuws voor iedereen", dependencies=[public()])
async def news() -> dict[str, str]:
    return {"news": "geen"}


@pages.get("/koers")
async def koers(request: Request, caller: Manager) -> Response:
    return page(request, "problem.html", problem=_Greeting())


@dataclass
class _Greeting:
    """Stands in for a problem, so that the page needs no template of its own."""

    title: str = "Welkom"
    detail: str = "Dit is de koers."
    reasons: tuple[Reason, ...] = ()


@dataclass
class WebService:
    """The service as it is served, its clock, and who may sign for it."""

    app: FastAPI
    process: Starlette
    registry: CollectorRegistry
    signing_key: Path
    jwks: Path
    now: datetime = NOW
    checks: dict[str, Any] = field(default_factory=dict)

    def token(self, *roles: Role, **changes: Any) -> str:
        """A token that the service accepts, unless the changes see to it that it does not."""
        wanted: dict[str, Any] = {
            "issuer": ISSUER,
            "audience": AUDIENCE,
            "subject": "3f0c",
            "roles": roles,
            "now": NOW,
            "lifetime": timedelta(hours=1),
        }
        return sign(self.signing_key, **(wanted | changes))

    def bearer(self, *roles: Role, **changes: Any) -> dict[str, str]:
        """The header that carries such a token."""
        return {"Authorization": f"Bearer {self.token(*roles, **changes)}"}

    @asynccontextmanager
    async def client(self, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
        """Somebody who calls the service, without a network between."""
        transport = httpx.ASGITransport(app=self.process, raise_app_exceptions=True)
        async with httpx.AsyncClient(
            transport=transport, base_url="https://draagvlak.example.nl", **settings
        ) as client:
            yield client


def unreachable_engine() -> AsyncEngine:
    """An engine for services whose tests never reach a database."""
    return create_engine("postgresql://nobody@127.0.0.1:1/nothing")


def web_service(folder: Path, *more: ApiRouter, engine: AsyncEngine | None = None) -> WebService:
    """The service, with keys of its own in the folder; `more` are routes besides those above."""
    signing_key, jwks = folder / f"{secrets.token_hex(4)}.json", folder / "jwks.json"
    create_signing_key(signing_key, jwks)
    registry = CollectorRegistry()
    checks: dict[str, Any] = {}
    app = create_app(
        ApiDescription(
            service="planning",
            title="Draagvlak planning",
            description="Deelprojecten plannen.",
            version="1.2.3",
            contact=Contact("Functioneel beheer", "beheer@example.nl", "https://example.nl"),
        ),
        api=[api, *more],
        pages=[pages],
        navigation=[
            NavigationItem("Koers", "/planning/koers", frozenset({Role.PROGRAMME_MANAGER}))
        ],
        municipality="Voorbeeldstad",
        engine=engine or unreachable_engine(),
        clock=lambda: service.now,
        tokens=TokenVerifier(
            JwksFile(jwks), issuer=ISSUER, audience=AUDIENCE, clock=lambda: service.now
        ),
        checks=checks,
        telemetry=HttpTelemetry(registry),
    )
    service = WebService(
        app=app,
        process=compose({"planning": app}, registry=registry, home="/planning/koers"),
        registry=registry,
        signing_key=signing_key,
        jwks=jwks,
        checks=checks,
    )
    return service
