"""What the handlers of engagement ask for by type, beside what every service offers."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request

from services.engagement.domain.involvement import Norms
from shared.web.access import Caller, Role

STAFF_ROLES = (
    Role.PROGRAMME_MANAGER,
    Role.TEAM_LEADER,
    Role.EMPLOYEE,
    Role.WORKS_COUNCIL,
    Role.PRIVACY_OFFICER,
)
"""Everybody who works for the municipality."""


def staff_id_of(caller: Caller) -> UUID | None:
    """The staff id of who asks; None when the token's subject is none."""
    try:
        return UUID(caller.subject)
    except ValueError:
        return None


def _norms(request: Request) -> Norms:
    norms: Norms = request.app.state.norms
    return norms


MunicipalNorms = Annotated[Norms, Depends(_norms)]
"""The municipality's norms, as the composition root put them on the app."""
