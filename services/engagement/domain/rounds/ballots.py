"""Sealed ballots: each answer in an envelope that no code of a person leads to in the database.

For everybody who is invited a round has one envelope, sealed from the start. Whoever sees the
database sees neither whose an envelope is, nor the group that it counts in, nor whether it holds an
answer: an empty one is as long as a full one. All of that takes the key of the installation, which
is in no database.

The code of a person is derived from that key and kept nowhere. The envelope is found by a hash of
the code, and filled once. At the closing all envelopes of the round are opened together and thrown
away; for that no code is needed, so what is opened cannot be led back to a person there either.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.engagement.domain.rounds.questions import (
    LONGEST_REMARK,
    Answer,
    Attitude,
    Motive,
    Question,
    Stage,
)

KEY_BYTES = 32
_CODE_BYTES = 10
_NONCE_BYTES = 12
_REMARK_BYTES = 4 * LONGEST_REMARK
_FORM = struct.Struct(f">16s16sBBBH{_REMARK_BYTES}s")
_READ_AS = str.maketrans("01", "OI", " -")


@dataclass(frozen=True, slots=True)
class Ballot:
    """The team and the function group that an answer counts in, and the answer; None: not yet."""

    team_id: UUID
    function_group_id: UUID
    answer: Answer | None = None


class BallotKey:
    """What codes, envelopes and pseudonyms are made with. Never in a log: it has no text form."""

    def __init__(self, secret: bytes) -> None:
        """Take the key of the installation.

        Raises:
            ValueError: it is shorter than 32 bytes.
        """
        if len(secret) < KEY_BYTES:
            raise ValueError(f"the ballot key has at least {KEY_BYTES} bytes")
        self._secret = secret

    def code(self, round_id: UUID, staff_id: UUID) -> str:
        """The code of a person in a round: 16 letters and digits, in groups of four."""
        derived = self._derived(b"code", round_id.bytes, staff_id.bytes)[:_CODE_BYTES]
        letters = base64.b32encode(derived).decode()
        return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))

    def pseudonym(self, staff_id: UUID) -> UUID:
        """What stands for a person in the history of what was told."""
        return UUID(bytes=self._derived(b"history", staff_id.bytes)[:16])

    @property
    def check(self) -> UUID:
        """What is the same as long as the key is."""
        return UUID(bytes=self._derived(b"check")[:16])

    def seal(self, round_id: UUID, serial: bytes, ballot: Ballot) -> bytes:
        """An envelope with the ballot; all have the same length."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher(round_id).encrypt(nonce, _packed(ballot), serial)

    def open(self, round_id: UUID, serial: bytes, envelope: bytes) -> Ballot:
        """What is in an envelope.

        Raises:
            cryptography.exceptions.InvalidTag: it was not sealed so, or under another serial.
        """
        nonce, sealed = envelope[:_NONCE_BYTES], envelope[_NONCE_BYTES:]
        return _unpacked(self._cipher(round_id).decrypt(nonce, sealed, serial))

    def _cipher(self, round_id: UUID) -> AESGCM:
        return AESGCM(self._derived(b"seal", round_id.bytes))

    def _derived(self, purpose: bytes, *parts: bytes) -> bytes:
        return hmac.digest(self._secret, b"|".join((purpose, *parts)), "sha256")


def serial_of(code: str) -> bytes:
    """What the envelope of a code is found by; spaces, hyphens and small letters do not matter."""
    written = "".join(code.split()).upper().translate(_READ_AS)
    return hashlib.sha256(b"serial|" + written.encode()).digest()


def _packed(ballot: Ballot) -> bytes:
    groups = ballot.team_id.bytes, ballot.function_group_id.bytes
    if ballot.answer is None:
        return _FORM.pack(*groups, 0, 0, 0, 0, b"")
    remark = ballot.answer.remark.encode()
    places = [question.place_in(ballot.answer) + 1 for question in Question]
    return _FORM.pack(*groups, *places, len(remark), remark)


def _unpacked(content: bytes) -> Ballot:
    team, function_group, attitude, stage, motive, length, remark = _FORM.unpack(content)
    groups = UUID(bytes=team), UUID(bytes=function_group)
    if not attitude:
        return Ballot(*groups)
    return Ballot(
        *groups,
        Answer(
            list(Attitude)[attitude - 1],
            list(Stage)[stage - 1],
            list(Motive)[motive - 1],
            remark[:length].decode(),
        ),
    )
