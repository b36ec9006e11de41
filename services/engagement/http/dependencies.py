"""What the handlers of engagement ask for by type, beside what every service offers."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request

from services.engagement.domain.involvement import Norms
from services.engagement.domain.rounds.ballots import BallotKey
from shared.web.access import Caller, Role, Scope, allow

STAFF_ROLES = (
    Role.PROGRAMME_MANAGER,
    Role.TEAM_LEADER,
    Role.EMPLOYEE,
    Role.WORKS_COUNCIL,
    Role.PRIVACY_OFFICER,
)
"""Everybody who works for the municipality."""


def _norms(request: Request) -> Norms:
    norms: Norms = request.app.state.norms
    return norms


MunicipalNorms = Annotated[Norms, Depends(_norms)]
"""The municipality's norms, as the composition root put them on the app."""


def _ballot_key(request: Request) -> BallotKey:
    key: BallotKey = request.app.state.ballot_key
    return key


Ballots = Annotated[BallotKey, Depends(_ballot_key)]
"""What ballots are sealed with."""

Own = Annotated[Caller, allow(Role.EMPLOYEE, scope=Scope.OWN)]
"""An employee, about what is their own."""


def staff_id_of(caller: Caller) -> UUID | None:
    """The staff id that a token is of; None when its subject is none."""
    try:
        return UUID(caller.subject)
    except ValueError:
        return None
