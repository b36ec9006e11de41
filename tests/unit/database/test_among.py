"""A condition on a list of values."""

from datetime import date

from sqlalchemy import Column, Date, MetaData, Table, select

from shared.database import among

WEEKS = Table("weeks", MetaData(), Column("monday", Date))
MONDAY = date(2026, 11, 23)


def test_the_statement_is_the_same_however_many_values_there_are() -> None:
    texts = {
        str(
            select(WEEKS)
            .where(among(WEEKS.c.monday, [MONDAY] * count))
            .compile(compile_kwargs={"render_postcompile": True})
        )
        for count in (0, 1, 3)
    }
    assert len(texts) == 1
