"""Idempotency-Key: a POST that is sent again has its effect once and gets the same answer."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header
from sqlalchemy import (
    Column,
    DateTime,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from shared.web.access import Caller
from shared.web.problems import Problem

REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("content-type", "etag", "location", "link")


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """One request under a key: whose key, and what was asked. Only hashes, no person."""

    key_hash: bytes
    request_hash: bytes


class IdempotencyKeys:
    """The keys a service has seen, in a table `idempotency_key` of the service's metadata."""

    def __init__(self, metadata: MetaData) -> None:
        self.table = Table(
            "idempotency_key",
            metadata,
            Column("key_hash", LargeBinary, primary_key=True),
            Column("request_hash", LargeBinary, nullable=False),
            Column("created_at", DateTime(timezone=True), nullable=False),
            Column("status", SmallInteger),
            Column("headers", JSONB),
            Column("body", LargeBinary),
            Index("idempotency_key_created_at", "created_at"),
        )

    async def once(
        self,
        connection: AsyncConnection,
        request: IdempotentRequest | None,
        now: datetime,
        effect: Callable[[], Awaitable[Response]],
    ) -> Response:
        """The answer of `effect`, or the one stored when this request came before.

        Without a key there is just the effect.

        The key, the effect and the answer are in the caller's transaction. A second request that
        comes while the first
        is at work waits for it; a refusal rolls the key back too, so that it can be tried again.

        Raises:
            Problem: 409, the key was used for another request.
        """
        if request is None:
            return await effect()
        claimed = await connection.scalar(
            insert(self.table)
            .values(key_hash=request.key_hash, request_hash=request.request_hash, created_at=now)
            .on_conflict_do_nothing()
            .returning(self.table.c.key_hash)
        )
        if claimed is None:
            return await self._stored(connection, request)
        response = await effect()
        await connection.execute(
            update(self.table)
            .where(self.table.c.key_hash == request.key_hash)
            .values(
                status=response.status_code,
                headers={n: v for n, v in response.headers.items() if n in KEPT_HEADERS},
                body=bytes(response.body),
            )
        )
        return response

    async def _stored(self, connection: AsyncConnection, request: IdempotentRequest) -> Response:
        row = (
            await connection.execute(
                select(self.table).where(self.table.c.key_hash == request.key_hash)
            )
        ).one()
        if row.request_hash != request.request_hash:
            raise Problem(
                409,
                "idempotency-key-reused",
                "Deze Idempotency-Key is al gebruikt voor een ander verzoek. Neem een nieuwe.",
            )
        return Response(row.body, row.status, {**row.headers, REPLAYED: "true"})

    async def forget(self, connection: AsyncConnection, before: datetime) -> int:
        """Delete the keys from before a moment, and tell how many; for a periodic task."""
        result = await connection.execute(
            delete(self.table).where(self.table.c.created_at < before)
        )
        return result.rowcount


async def _idempotent_request(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=255,
            description="Uw kenmerk van dit verzoek. Bij herhaling krijgt u hetzelfde antwoord.",
        ),
    ] = None,
) -> IdempotentRequest | None:
    if idempotency_key is None:
        return None
    caller: Caller = request.state.caller
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return IdempotentRequest(
        key_hash=hashlib.sha256(f"{caller.subject}\n{idempotency_key}".encode()).digest(),
        request_hash=hashlib.sha256(asked + await request.body()).digest(),
    )


RequestKey = Annotated[IdempotentRequest | None, Depends(_idempotent_request)]
"""The request under its Idempotency-Key; None when the client gave no key."""
