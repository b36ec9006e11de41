"""Who may use a route, and for which part of the data.

The rule stands on the route, so that it can be listed and tested.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.requests import Request

from shared.refusal import Reason
from shared.web.keys import KeysUnavailable
from shared.web.problems import Problem
from shared.web.token import Claims, InvalidToken

COOKIE = "draagvlak-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Role(StrEnum):
    """The roles of the municipality; the identity provider puts them in the claim `roles`."""

    PROGRAMME_MANAGER = "programme-manager"
    TEAM_LEADER = "team-leader"
    EMPLOYEE = "employee"
    WORKS_COUNCIL = "works-council"
    PRIVACY_OFFICER = "privacy-officer"
    OPERATOR = "operator"
    SUBSCRIBER = "subscriber"
    SOURCE = "source"


class Scope(StrEnum):
    """Which part of the data a role reaches through a route."""

    OWN = "own"
    OWN_TEAM = "own-team"
    OWN_PROGRAMME = "own-programme"
    MUNICIPALITY = "municipality"


class Forbidden(Problem):
    """The caller is known and may not do this."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(403, code, message, reasons=[Reason(code, message)])


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the scopes that the route's rule grants to the roles of this caller."""

    subject: str
    roles: frozenset[Role]
    scopes: frozenset[Scope]
    team_ids: frozenset[UUID]
    programme_ids: frozenset[UUID]

    def covers(
        self, *, subject: str | None = None, team: UUID | None = None, programme: UUID | None = None
    ) -> bool:
        """Whether data of this person, team or programme is within one of the caller's scopes."""
        return (
            Scope.MUNICIPALITY in self.scopes
            or (Scope.OWN_PROGRAMME in self.scopes and programme in self.programme_ids)
            or (Scope.OWN_TEAM in self.scopes and team in self.team_ids)
            or (Scope.OWN in self.scopes and subject == self.subject)
        )

    def require(
        self, *, subject: str | None = None, team: UUID | None = None, programme: UUID | None = None
    ) -> None:
        """Go on only when `covers` says yes.

        Raises:
            Forbidden: it says no.
        """
        if not self.covers(subject=subject, team=team, programme=programme):
            raise Forbidden("outside-scope", "Dit valt buiten het deel waar u toegang toe hebt.")


class AccessRule:
    """The roles that may use a route, each with its scope; a dependency that gives the `Caller`."""

    def __init__(self, grants: Mapping[Role, Scope]) -> None:
        self.grants: Mapping[Role, Scope] = MappingProxyType(dict(grants))

    @property
    def is_public(self) -> bool:
        """Whether nobody needs to sign in."""
        return not self.grants

    @property
    def is_scoped(self) -> bool:
        """Whether some role reaches only part of the data; its handler must look at the caller."""
        return any(scope is not Scope.MUNICIPALITY for scope in self.grants.values())

    def __call__(self, request: Request) -> Caller | None:
        """The caller that `authorise` found; None on a public route."""
        caller: Caller | None = getattr(request.state, "caller", None)
        return caller

    async def authorise(self, request: Request) -> None:
        """Establish who calls, before anything of the body is read.

        Raises:
            Problem: 401 without a valid token, 403 without a role of the rule, 503 when no key can
                be had.
        """
        if self.is_public:
            return
        claims = await identify(request)
        roles = frozenset(role for role in Role if role in claims.roles)
        scopes = frozenset(self.grants[role] for role in roles if role in self.grants)
        request.state.caller = Caller(
            claims.subject, roles, scopes, claims.team_ids, claims.programme_ids
        )
        if not scopes:
            raise Forbidden("role-missing", "Uw rol geeft hier geen toegang toe.")


def allow(*roles: Role, scope: Scope) -> Any:
    """The rule that these roles may use the route, all within the same scope."""
    if not roles:
        raise TypeError("a rule names at least one role")
    return Depends(AccessRule(dict.fromkeys(roles, scope)))


def allow_each(grants: Mapping[Role, Scope]) -> Any:
    """The rule that these roles may use the route, each within its own scope."""
    if not grants:
        raise TypeError("a rule names at least one role")
    return Depends(AccessRule(grants))


def public() -> Any:
    """The rule that anybody may use the route, without signing in."""
    return Depends(AccessRule({}))


async def identify(request: Request) -> Claims:
    """What the request's token says: that of its Authorization header, else of the pages' cookie.

    Raises:
        Problem: 401, 403 when another site sent the cookie along, or 503.
    """
    header = request.headers.get("authorization")
    cookie = request.cookies.get(COOKIE)
    if header is not None:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise _unauthenticated("missing-token", "Geef een bearer-token mee.")
    elif cookie:
        refuse_cross_site(request)
        token = cookie
    else:
        raise _unauthenticated("missing-token", "Meld u aan of geef een bearer-token mee.")
    try:
        claims: Claims = await request.app.state.tokens.verify(token.strip())
    except InvalidToken as error:
        expired = error.code == "expired-token"
        detail = "Uw aanmelding is verlopen." if expired else "Het token is niet geldig."
        raise _unauthenticated(error.code, detail, error="invalid_token") from None
    except KeysUnavailable:
        raise Problem(
            503,
            "keys-unavailable",
            "Aanmelden kan nu niet gecontroleerd worden. Probeer het zo weer.",
            headers={"Retry-After": "30"},
        ) from None
    return claims


def refuse_cross_site(request: Request) -> None:
    """Refuse a change that another site makes a browser send.

    Raises:
        Forbidden: neither Sec-Fetch-Site nor Origin shows that the request comes from our own
            pages.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        ours = site == "same-origin"
    else:
        origin = urlsplit(request.headers.get("origin", ""))
        ours = bool(origin.netloc) and origin.netloc == request.headers.get("host")
    if not ours:
        raise Forbidden("cross-site", "Deze bewerking kan alleen vanuit de pagina's van Draagvlak.")


def _unauthenticated(code: str, detail: str, *, error: str | None = None) -> Problem:
    challenge = 'Bearer realm="draagvlak"' + (f', error="{error}"' if error else "")
    return Problem(401, code, detail, headers={"WWW-Authenticate": challenge})


def rule_of(dependant: Dependant) -> AccessRule:
    """The one rule of a route.

    Raises:
        TypeError: the route has none, or more than one.
    """
    found = {d.call for d in dependant.dependencies if isinstance(d.call, AccessRule)}
    if len(found) != 1:
        raise TypeError(f"{dependant.path}: a route has exactly one access rule, not {len(found)}")
    return found.pop()


def rules(app: FastAPI) -> Iterator[tuple[str, str, AccessRule]]:
    """Every route of the app as method, path and rule.

    The OpenAPI document and the static files are open to all and are not among them.
    """
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            for method in sorted(context.methods or ()):
                yield method, str(context.path_format), rule_of(context.dependant)
