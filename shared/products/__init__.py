"""The official names of civil affairs products, from the government's Uniforme Productnamenlijst
(EUPL-1.2).
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def product_name(key: str) -> str:
    """How people call a product; its key when the list does not have it.

    The key is the last segment of the product's URI.
    """
    name = official_names().get(key, key)
    return name[0].upper() + name[1:]


@cache
def official_names() -> Mapping[str, str]:
    """The official names by key."""
    with (files(__name__) / "upl_burgerzaken.csv").open(encoding="utf-8") as lines:
        return {row["uri"].rpartition("/")[2]: row["naam"] for row in csv.DictReader(lines)}
