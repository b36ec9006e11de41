"""Envelopes: what is put in comes out, and nothing shows from the outside."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.rounds.ballots import Ballot, BallotKey, serial_of
from services.engagement.domain.rounds.questions import (
    LONGEST_REMARK,
    Answer,
    Attitude,
    Motive,
    Stage,
)

KEY = BallotKey(b"k" * 32)
ROUND, STAFF = uuid4(), uuid4()
SERIAL = serial_of(KEY.code(ROUND, STAFF))

answers = st.builds(
    Answer,
    st.sampled_from(Attitude),
    st.sampled_from(Stage),
    st.sampled_from(Motive),
    st.text(st.characters(codec="utf-8"), max_size=LONGEST_REMARK),
)
ballots = st.builds(Ballot, st.uuids(), st.uuids(), st.none() | answers)


@given(ballots)
def test_what_is_put_in_comes_out(ballot: Ballot) -> None:
    assert KEY.open(ROUND, SERIAL, KEY.seal(ROUND, SERIAL, ballot)) == ballot


@given(ballots, ballots)
def test_an_envelope_is_as_long_whatever_is_in_it(one: Ballot, other: Ballot) -> None:
    assert len(KEY.seal(ROUND, SERIAL, one)) == len(KEY.seal(ROUND, SERIAL, other))


def test_the_same_ballot_never_looks_the_same() -> None:
    ballot = Ballot(uuid4(), uuid4())
    assert KEY.seal(ROUND, SERIAL, ballot) != KEY.seal(ROUND, SERIAL, ballot)


def test_only_the_key_opens_it_and_only_where_it_belongs() -> None:
    envelope = KEY.seal(ROUND, SERIAL, Ballot(uuid4(), uuid4()))
    for key, round_id, serial in (
        (BallotKey(b"x" * 32), ROUND, SERIAL),
        (KEY, uuid4(), SERIAL),
        (KEY, ROUND, serial_of(KEY.code(ROUND, uuid4()))),
    ):
        with pytest.raises(InvalidTag):
            key.open(round_id, serial, envelope)


def test_a_code_is_of_one_person_in_one_round_and_stays_the_same() -> None:
    codes = [
        KEY.code(round_id, staff) for round_id in (ROUND, uuid4()) for staff in (STAFF, uuid4())
    ]
    assert len(set(codes)) == 4
    assert KEY.code(ROUND, STAFF) == codes[0]
    assert BallotKey(b"x" * 32).code(ROUND, STAFF) != codes[0]


@given(st.uuids(), st.uuids())
def test_a_code_may_be_written_as_people_write(round_id: UUID, staff_id: UUID) -> None:
    code = KEY.code(round_id, staff_id)
    for written in (
        code.lower(),
        code.replace("-", ""),
        f"  {code.replace('-', ' ')} ",
        code.replace("O", "0").replace("I", "1"),
    ):
        assert serial_of(written) == serial_of(code)


def test_a_pseudonym_is_of_one_person_and_tells_nothing_without_the_key() -> None:
    assert KEY.pseudonym(STAFF) == KEY.pseudonym(STAFF) != KEY.pseudonym(uuid4())
    assert BallotKey(b"x" * 32).pseudonym(STAFF) != KEY.pseudonym(STAFF)


def test_the_check_of_a_key_tells_another_key_apart() -> None:
    assert KEY.check == BallotKey(b"k" * 32).check != BallotKey(b"x" * 32).check


def test_a_key_that_is_short_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32"):
        BallotKey(b"k" * 31)


def test_a_filled_ballot_counts_where_the_empty_one_did() -> None:
    empty = Ballot(uuid4(), uuid4())
    answer = Answer(Attitude.POSITIVE, Stage.DOING, Motive.CITIZENS)
    filled = replace(empty, answer=answer)
    assert KEY.open(ROUND, SERIAL, KEY.seal(ROUND, SERIAL, filled)) == filled
