"""Reads who was at a moment from a list, and tells every flaw of every row. Pure.

No flaw quotes who a row is about: the line says enough, and a name in it must not get further.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.engagement.attendance.profile import AnswerRule, AttendanceProfile
from services.engagement.domain.participation import PersonPresence
from shared.tabular.cells import Cell, Wrong, text_of
from shared.tabular.faults import FaultLog, Flaw
from shared.tabular.rows import RowFile
from shared.tabular.selection import Row, Selection, locate, split_header


@dataclass(slots=True)
class AttendanceList:
    """Whom a list names, in its order, each with the line; rows with a flaw are not in it."""

    rows: int = 0
    persons: list[PersonPresence] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read_attendance(
    rows: RowFile, profile: AttendanceProfile, keys: Mapping[str, str], faults: FaultLog
) -> AttendanceList:
    """All that the list tells; `keys` are the ids of people by the keys that it has for them.

    Raises:
        Refusal: the list has no header, or columns of the profile are not in it.
    """
    header, data = split_header(rows.blocks())
    positions = locate(header, profile.columns() | _of_contributions(header, profile))
    select = Selection(profile, positions, len(header), faults)
    people = {key.casefold(): staff_id for key, staff_id in keys.items()}
    found = AttendanceList()
    for block in data:
        for row, line in zip(*select(block), strict=True):
            found.rows += 1
            person = _read_row(row, positions, profile, people, faults, line)
            if person is not None:
                found.persons.append(person)
                found.lines.append(line)
    return found


def _of_contributions(header: Sequence[Cell], profile: AttendanceProfile) -> set[str]:
    """The column of contributions, where the list has it."""
    names = {text_of(cell).casefold() for cell in header}
    rule = profile.contributed
    return {rule.column} if rule is not None and rule.column.casefold() in names else set()


def _read_row(
    row: Row,
    positions: Mapping[str, int],
    profile: AttendanceProfile,
    people: Mapping[str, str],
    faults: FaultLog,
    line: int,
) -> PersonPresence | None:
    flaws: list[Flaw] = []
    staff_id: UUID | None = None
    answers: list[bool | None] = []
    try:
        staff_id = _person(row[positions[profile.person.column]], people)
    except Wrong as wrong:
        flaws.append(Flaw(wrong.code, profile.person.column, "", wrong.reason))
    for rule in (profile.attended, profile.contributed):
        try:
            answers.append(_answer(row, positions, rule))
        except Wrong as wrong:
            flaws.append(Flaw(wrong.code, rule.column if rule else "", "", wrong.reason))
    faults.add(line, flaws)
    return None if flaws or staff_id is None else PersonPresence(staff_id, *answers)


def _person(cell: Cell, people: Mapping[str, str]) -> UUID:
    word = text_of(cell)
    if not word:
        raise Wrong("person-missing", "de medewerker ontbreekt")
    try:
        return UUID(people.get(word.casefold(), word))
    except ValueError:
        raise Wrong("unknown-person", "deze medewerker is niet bekend") from None


def _answer(row: Row, positions: Mapping[str, int], rule: AnswerRule | None) -> bool | None:
    if rule is None or rule.column not in positions:
        return None
    word = text_of(row[positions[rule.column]]).casefold()
    if not word:
        return None
    for answer, words in ((True, rule.yes_words), (False, rule.no_words)):
        if word in map(str.casefold, words):
            return answer
    known = ", ".join(sorted(rule.yes_words | rule.no_words))
    raise Wrong("not-yes-or-no", f"vul een van deze woorden in, of niets: {known}")
