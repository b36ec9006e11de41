"""Conditions on a list of values."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, any_, literal


def among(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column is one of these. They go as one parameter: the text of the statement is the
    same however many they are, so that it is compiled and prepared once.
    """
    return column == any_(literal(list(values), ARRAY(column.type)))
