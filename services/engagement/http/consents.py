"""The works council's consents over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field

from services.engagement.commands.consents import RecordConsent, record_consent, withdraw_consent
from services.engagement.domain.consent import ConsentScope
from services.engagement.http.dependencies import MunicipalNorms
from services.engagement.queries import consents as queries
from services.engagement.tables import idempotency
from shared.contracts.vocabulary import Day, Note, Text
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.idempotency import RequestKey
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Instemming van de ondernemingsraad"])

WorksCouncil = Annotated[Caller, allow(Role.WORKS_COUNCIL, scope=Scope.MUNICIPALITY)]
Reader = Annotated[
    Caller,
    allow(
        Role.WORKS_COUNCIL,
        Role.PRIVACY_OFFICER,
        Role.PROGRAMME_MANAGER,
        scope=Scope.MUNICIPALITY,
    ),
]


class ConsentBody(Body):
    """A decision of the works council."""

    decision_reference: Text
    decided_on: Day
    valid_until: Day
    scope: Annotated[frozenset[ConsentScope], Field(min_length=1)]


class WithdrawalBody(Body):
    """Why a consent is withdrawn."""

    reason: Note = ""


class Consent(Resource):
    """A consent, and whether it holds today."""

    id: UUID
    decision_reference: str
    decided_on: date
    valid_until: date
    scope: list[ConsentScope]
    in_force: bool
    withdrawn_on: date | None
    withdrawal_reason: str | None
    version: int


@router.post("/consents", status_code=201, response_model=Consent, summary="Instemming vastleggen")
async def post_consent(
    body: ConsentBody, key: RequestKey, engine: Engine, now: Now, caller: WorksCouncil
) -> Response:
    """Record a consent."""
    command = RecordConsent(body.decision_reference, body.decided_on, body.valid_until, body.scope)
    async with transaction(engine) as connection:

        async def effect() -> Response:
            consent_id = await record_consent(connection, command, by=caller.subject, now=now)
            row = await queries.consent_by_id(connection, consent_id, today(now))
            return created(Consent.model_validate(row), consent_id, version=row.version)

        return await idempotency.once(connection, key, now, effect)


@router.get("/consents", summary="Instemmingen opvragen")
async def list_consents(paging: Paging, engine: Engine, now: Now, caller: Reader) -> Page[Consent]:
    """All consents, also those that do not hold any more."""
    async with transaction(engine) as connection:
        rows = await queries.consents(
            connection,
            today=today(now),
            after=paging.after(date.fromisoformat, UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [Consent.model_validate(row) for row in rows],
        key=lambda consent: (consent.decided_on.isoformat(), str(consent.id)),
    )


@router.get("/consents/{consent_id}", response_model=Consent, summary="Instemming opvragen")
async def get_consent(consent_id: UUID, engine: Engine, now: Now, caller: Reader) -> Response:
    """One consent."""
    async with transaction(engine) as connection:
        row = await queries.consent_by_id(connection, consent_id, today(now))
    return answered(Consent.model_validate(row), version=row.version)


@router.post(
    "/consents/{consent_id}/withdrawals", response_model=Consent, summary="Instemming intrekken"
)
async def post_withdrawal(
    consent_id: UUID,
    body: WithdrawalBody,
    key: RequestKey,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: WorksCouncil,
) -> Response:
    """Withdraw a consent; what it covered is gone when the answer comes."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            await withdraw_consent(connection, consent_id, body.reason, norms=norms, now=now)
            row = await queries.consent_by_id(connection, consent_id, today(now))
            return answered(Consent.model_validate(row), version=row.version)

        return await idempotency.once(connection, key, now, effect)
