import pytest

from shared.products import product_name


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("brpUittr", "Brp-uittreksel"),
        ("rijbVerlengen", "Rijbewijs verlengen"),
        ("verklaring_omtrent_gedrag_(vog)", "Verklaring omtrent gedrag (vog)"),
        ("parkeervergunning", "Parkeervergunning"),
    ],
)
def test_a_product_has_its_official_name_and_else_its_key(key: str, name: str) -> None:
    assert product_name(key) == name
