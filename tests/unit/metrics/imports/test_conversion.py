"""Words of a file become products, channels and numbers, or say why not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.transactions import LARGEST_COUNT
from services.metrics.imports.conversion import (
    AssistedReader,
    ChannelReader,
    CompletedReader,
    ProductReader,
)
from services.metrics.imports.profile import (
    AssistedRule,
    ChannelMeaning,
    ChannelRule,
    CompletedRule,
    ProductRule,
)
from shared.contracts.channels import Channel
from shared.tabular.cells import Cell, Wrong

DUTCH = CompletedRule(column="aantal", decimal=",", thousands=".", unknown=frozenset({"", "ND"}))
CANADIAN = CompletedRule(column="volume", decimal=".")


@pytest.mark.parametrize(
    ("rule", "cell", "number"),
    [
        (DUTCH, "0", 0),
        (DUTCH, "1.234", 1234),
        (DUTCH, "1234", 1234),
        (DUTCH, "1.234.567,00", 1_234_567),
        (DUTCH, " 12 ", 12),
        (CANADIAN, "12.0", 12),
        (CANADIAN, "12", 12),
        (DUTCH, str(LARGEST_COUNT), LARGEST_COUNT),
    ],
)
def test_a_whole_number_is_read_in_the_form_of_the_profile(
    rule: CompletedRule, cell: str, number: int
) -> None:
    assert CompletedReader(rule)(cell) == number


def test_an_unknown_number_is_not_zero() -> None:
    read = CompletedReader(DUTCH)

    assert read("") is None
    assert read("nd") is None
    assert read("0") == 0


@pytest.mark.parametrize(
    ("rule", "cell", "code"),
    [
        (DUTCH, "12.0", "not-a-whole-number"),
        (DUTCH, "1.23", "not-a-whole-number"),
        (DUTCH, "12,5", "not-a-whole-number"),
        (DUTCH, "-1", "not-a-whole-number"),
        (DUTCH, "NA", "not-a-whole-number"),
        (DUTCH, "١٢", "not-a-whole-number"),
        (DUTCH, 1.5, "not-a-whole-number"),
        (DUTCH, date(2026, 1, 2), "not-a-whole-number"),
        (DUTCH, str(LARGEST_COUNT + 1), "count-too-large"),
        (DUTCH, "9" * 5000, "count-too-large"),
        (CompletedRule(column="n", unknown=frozenset({"ND"})), "", "number-missing"),
    ],
)
def test_what_is_no_whole_number_is_refused(rule: CompletedRule, cell: Cell, code: str) -> None:
    with pytest.raises(Wrong) as refused:
        CompletedReader(rule)(cell)

    assert refused.value.code == code


@given(st.integers(0, LARGEST_COUNT))
def test_every_number_survives_its_dutch_spelling(number: int) -> None:
    spelled = f"{number:,},0".replace(",", ".", (len(str(number)) - 1) // 3)

    assert CompletedReader(DUTCH)(spelled) == number


def test_a_product_is_a_word_of_the_profile_or_a_key_or_its_uri() -> None:
    rule = ProductRule(column="product", mapping={"Adres doorgeven": "verhuismelding"})
    read = ProductReader(rule, {"verhuismelding", "brpUittr"})

    assert read("adres doorgeven") == "verhuismelding"
    assert read("brpUittr") == "brpUittr"
    assert read("http://standaarden.overheid.nl/owms/terms/brpUittr") == "brpUittr"


def test_an_unknown_product_names_what_it_looks_like() -> None:
    with pytest.raises(Wrong) as refused:
        ProductReader(ProductRule(column="product"), {"verhuismelding"})("verhuismeldng")

    assert refused.value.code == "unknown-product"
    assert refused.value.reason == (
        "product 'verhuismeldng' is niet bekend (lijkt op verhuismelding)"
    )


def test_a_constant_product_must_be_known_too() -> None:
    with pytest.raises(Wrong):
        ProductReader(ProductRule(constant="paspoort"), {"verhuismelding"})()


def test_a_channel_word_can_mean_help_online() -> None:
    rule = ChannelRule.model_validate(
        {"column": "kanaal", "mapping": {"online met hulp": {"channel": "web", "assisted": True}}}
    )
    read = ChannelReader(rule)

    assert read("Online met hulp") == ChannelMeaning(channel=Channel.WEB, assisted=True)
    assert read("balie") == ChannelMeaning(channel=Channel.BALIE)


def test_a_channel_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Wrong) as refused:
        ChannelReader(ChannelRule(column="kanaal"))("fax")

    assert refused.value.code == "unknown-channel"


def test_help_is_a_yes_or_a_no() -> None:
    read = AssistedReader(AssistedRule(column="hulp"))

    assert read("Ja") is True
    assert read("") is False
    with pytest.raises(Wrong):
        read("misschien")
