"""Days, amounts and typed numbers, as a reader of each language has them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from portal.kernel.written import TypedDecimalField, amount_in_figures, day_in_words


@pytest.mark.parametrize(
    ("language", "first", "eleventh"),
    [
        ("fr", "1er décembre 2026", "11 décembre 2026"),
        ("ar", "1 دجنبر 2026", "11 دجنبر 2026"),
        ("zgh", "1 ⴷⵓⵊⴰⵏⴱⵉⵔ 2026", "11 ⴷⵓⵊⴰⵏⴱⵉⵔ 2026"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french_alone(language, first, eleventh):
    with override(language):
        assert day_in_words(date(2026, 12, 1)) == first
        assert day_in_words(date(2026, 12, 11)) == eleventh


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_an_amount_has_a_comma_and_two_decimals(language):
    with override(language):
        assert amount_in_figures(Decimal("450.5")) == "450,50"
        assert amount_in_figures(Decimal(450)) == "450,00"


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("typed", ["1450,50", "1450.50", "1 450,50", "١٤٥٠٫٥٠"])
def test_a_number_is_taken_however_it_is_typed_and_shown_as_it_is_written(language, typed):
    with override(language):
        field = TypedDecimalField(decimal_places=2, max_digits=9)
        assert field.clean(typed) == Decimal("1450.50")
        assert 'value="1\xa0450,50"' in field.widget.render("n", field.prepare_value(Decimal("1450.50")))


def test_what_is_no_number_is_refused():
    with pytest.raises(ValidationError):
        TypedDecimalField(decimal_places=2, max_digits=9).clean("beaucoup")
