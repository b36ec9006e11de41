"""Profiles are found, and what is wrong with one is told all at once."""

from pathlib import Path

import pytest

from services.metrics.imports.profile import Aggregate, PeriodForm
from services.metrics.imports.profile_files import SHIPPED, load_profile
from shared.refusal import Refusal
from shared.tabular.profile_files import profile_names


def written(folder: Path, text: str) -> str:
    path = folder / "profiel.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_every_shipped_profile_can_be_read() -> None:
    assert profile_names(SHIPPED) == ["draagvlak", "zaken-per-dag"]
    assert load_profile("draagvlak").period.form is PeriodForm.NAME
    assert load_profile("zaken-per-dag").aggregate is Aggregate.SUM


def test_a_profile_that_does_not_exist_is_refused_with_the_names_that_do() -> None:
    with pytest.raises(Refusal, match="draagvlak, zaken-per-dag"):
        load_profile("bestaat-niet")


def test_all_mistakes_in_a_profile_are_told_at_once_in_dutch(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        csv: {delimitr: ";", encoding: latijn}
        product: {column: product, constant: paspoort}
        channel: {column: kanaal, mapping: {fax: faks}}
        period: {form: kwartaal, column: periode}
        """,
    )

    with pytest.raises(Refusal) as refused:
        load_profile(path)

    messages = {reason.field: reason.message for reason in refused.value.reasons}
    assert messages == {
        "csv.encoding": "Profiel, veld 'csv.encoding': de codering 'latijn' "
        "bestaat niet, wel bijvoorbeeld utf-8 of cp1252.",
        "csv.delimitr": "Profiel, veld 'csv.delimitr': dit veld bestaat niet, "
        "misschien is 'delimiter' bedoeld.",
        "product": "Profiel, veld 'product': geef of 'column', of 'constant', en niet allebei.",
        "channel.mapping.fax.channel": messages["channel.mapping.fax.channel"],
        "period.form": messages["period.form"],
        "completed": "Profiel, veld 'completed': dit veld ontbreekt.",
    }
    assert "'faks' kan niet, kies uit" in messages["channel.mapping.fax.channel"]
    assert "'kwartaal' kan niet, kies uit" in messages["period.form"]


def test_a_file_that_is_no_profile_is_refused(tmp_path: Path) -> None:
    for text in ("[1, 2", "gewoon tekst"):
        with pytest.raises(Refusal) as refused:
            load_profile(written(tmp_path, text))
        assert refused.value.reasons[0].code == "profile-not-yaml"
