"""A reference typed wrong is found before the register is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.errors import Invalid
from portal.kernel.references import is_consistent, make_reference, parse_reference

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRINTED = make_reference("085770111", "U6", "2026", sequence=123)


def test_a_reference_is_printed_with_its_parts_and_check_characters():
    assert PRINTED.startswith("085770111-U6-2026-000123-")
    assert parse_reference(PRINTED) == PRINTED


@pytest.mark.parametrize(
    "typed",
    [
        PRINTED.lower(),
        PRINTED.replace("-", " "),
        PRINTED.replace("-", ""),
        PRINTED.replace("-", " – "),
        f"\u2066{PRINTED}\u2069",
        PRINTED.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ],
)
def test_spaces_case_dashes_and_arabic_digits_do_not_matter(typed):
    assert parse_reference(typed) == PRINTED


@given(
    place=st.integers(0, len(PRINTED.replace("-", "")) - 1),
    other=st.sampled_from(ALPHABET),
)
def test_any_single_wrong_character_is_found(place, other):
    characters = PRINTED.replace("-", "")
    wrong = characters[:place] + other + characters[place + 1 :]
    assert is_consistent(wrong) == (wrong == characters)


@given(place=st.integers(0, len(PRINTED.replace("-", "")) - 2))
def test_any_swap_of_neighbours_is_found(place):
    characters = PRINTED.replace("-", "")
    swapped = characters[:place] + characters[place + 1] + characters[place] + characters[place + 2 :]
    assert is_consistent(swapped) == (swapped == characters)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "U6",
        "085770111-U6-2026-000123",
        "../../etc/passwd",
        "ة" * 40,
        "0" * 5000,
    ],
)
def test_what_is_no_reference_is_refused_with_a_sentence(typed):
    with pytest.raises(Invalid) as refusal:
        parse_reference(typed)
    assert refusal.value.code == "reference_wrong"


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=2, unique=True))
def test_two_numbers_never_give_one_reference(numbers):
    first, second = (make_reference("085770111", "U6", "2026", sequence=n) for n in numbers)
    assert first != second
