"""The glossary knows every word that the contracts use."""

from shared.contracts.generate import REPOSITORY
from shared.contracts.publication.json_schema import event_schema
from shared.contracts.registry import CONTRACTS

GLOSSARY = (REPOSITORY / "docs" / "glossary.md").read_text().lower()


def test_every_noun_of_an_event_type_is_in_the_glossary() -> None:
    nouns = {contract.event_type.split(".")[3].replace("-", " ") for contract in CONTRACTS.values()}

    assert [noun for noun in sorted(nouns) if f" {noun}" not in GLOSSARY] == []


def test_every_value_of_a_list_is_in_the_glossary() -> None:
    values = {
        value
        for contract in CONTRACTS.values()
        for definition in event_schema(contract)["$defs"].values()
        for value in definition.get("enum", ())
    }

    assert values
    assert [value for value in sorted(values) if value not in GLOSSARY] == []
