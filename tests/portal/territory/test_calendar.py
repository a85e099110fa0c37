"""The working days of the administration: feasts of the kingdom, estimates of the moon, days moved by decree."""

import copy
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.errors import Invalid
from portal.territory.calendar import DecreedDay, DecreedKind, WorkingCalendar, days_from, feasts_of

PLAIN = WorkingCalendar()
ADHA_2025 = WorkingCalendar(
    (
        DecreedDay(
            date(2025, 6, 6), DecreedKind.WORKING, "Veille de l'Aïd al-Adha", "عشية عيد الأضحى", "announced date"
        ),
        DecreedDay(
            date(2025, 6, 9),
            DecreedKind.OFF,
            "Congé exceptionnel de l'Aïd al-Adha",
            "عطلة استثنائية بمناسبة عيد الأضحى",
            "decree 2-05-916 art. 3",
        ),
    )
)

FIXED = {
    "Nouvel an": (1, 1),
    "Manifeste de l'indépendance": (1, 11),
    "Nouvel an Amazigh": (1, 14),
    "Fête du Travail": (5, 1),
    "Fête du Trône": (7, 30),
    "Allégeance Oued Eddahab": (8, 14),
    "La révolution du roi et du peuple": (8, 20),
    "Fête de la Jeunesse": (8, 21),
    "La marche verte": (11, 6),
    "Fête de l'indépendance": (11, 18),
}


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_feast_is_off_and_certain(year, name):
    day = date(year, *FIXED[name])

    assert not PLAIN.is_working_day(day)
    assert not PLAIN.is_estimated(day)
    assert name in PLAIN.name_of(day, "fr")


@pytest.mark.parametrize(
    ("day", "fr", "ar"),
    [
        (date(2024, 4, 10), "Fête de la rupture du jeûne", "عيد الفطر"),
        (date(2025, 3, 31), "Fête de la rupture du jeûne", "عيد الفطر"),
        (date(2025, 6, 6), "Fête du sacrifice", "عيد الأضحى"),
        (date(2025, 6, 26), "Nouvel an musulman", "رأس السنة الهجرية"),
        (date(2025, 9, 4), "Anniversaire du prophète", "عيد المولد النبوي"),
        (date(2026, 5, 28), "Fête du sacrifice", "عيد الأضحى"),
        (date(2027, 3, 9), "Fête de la rupture du jeûne", "عيد الفطر"),
    ],
)
def test_a_feast_of_the_moon_is_off_and_estimated(day, fr, ar):
    assert not PLAIN.is_working_day(day)
    assert PLAIN.is_estimated(day)
    assert PLAIN.name_of(day, "fr") == fr
    assert PLAIN.name_of(day, "ar") == ar


def test_unity_day_is_off_from_2026_on():
    assert PLAIN.is_working_day(date(2025, 10, 31))
    assert PLAIN.name_of(date(2026, 10, 31), "ar") == "عيد الوحدة"
    assert not PLAIN.is_working_day(date(2028, 10, 31))


def test_the_amazigh_new_year_is_off_from_2024_on():
    assert PLAIN.is_working_day(date(2022, 1, 14))
    assert not PLAIN.is_working_day(date(2025, 1, 14))


def test_a_fixed_feast_on_a_feast_of_the_moon_is_certain():
    day = date(2027, 8, 14)

    assert PLAIN.name_of(day, "fr") == "Allégeance Oued Eddahab, Anniversaire du prophète"
    assert not PLAIN.is_estimated(day)
    assert PLAIN.is_estimated(date(2027, 8, 15))


def test_saturday_and_sunday_are_off_and_have_no_name():
    assert [PLAIN.is_working_day(date(2026, 1, 19) + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2
    assert PLAIN.name_of(date(2026, 1, 24), "fr") == ""
    assert PLAIN.name_of(date(2026, 1, 19), "ar") == ""


def test_a_decree_overrides_the_estimate_and_ends_it():
    assert ADHA_2025.is_working_day(date(2025, 6, 6))
    assert not ADHA_2025.is_estimated(date(2025, 6, 6))
    assert not ADHA_2025.is_working_day(date(2025, 6, 9))
    assert ADHA_2025.name_of(date(2025, 6, 9), "fr") == "Congé exceptionnel de l'Aïd al-Adha"
    assert ADHA_2025.name_of(date(2025, 6, 9), "ar") == "عطلة استثنائية بمناسبة عيد الأضحى"


def test_a_decree_confirms_an_estimate():
    confirmed = WorkingCalendar((DecreedDay(date(2026, 5, 27), DecreedKind.OFF),))

    assert not confirmed.is_working_day(date(2026, 5, 27))
    assert not confirmed.is_estimated(date(2026, 5, 27))
    assert confirmed.estimated_days(date(2026, 5, 1), date(2026, 5, 31)) == (date(2026, 5, 28),)


def test_a_saturday_may_be_decreed_worked():
    assert WorkingCalendar((DecreedDay(date(2026, 1, 31), DecreedKind.WORKING),)).is_working_day(date(2026, 1, 31))


def test_a_decree_read_from_a_row_gives_plain_words():
    row = DecreedDay(date(2026, 1, 31), "working")

    assert WorkingCalendar((row,)).is_working_day(date(2026, 1, 31))


def test_a_day_decreed_twice_is_refused():
    with pytest.raises(Invalid) as refusal:
        WorkingCalendar(
            (DecreedDay(date(2026, 5, 27), DecreedKind.OFF), DecreedDay(date(2026, 5, 27), DecreedKind.WORKING))
        )

    assert refusal.value.code == "day_decreed_twice"
    assert refusal.value.data == {"days": ["2026-05-27"]}


def test_the_order_in_which_days_are_given_does_not_matter():
    turned = WorkingCalendar(tuple(reversed(ADHA_2025.decreed)))

    assert turned == ADHA_2025
    assert hash(turned) == hash(ADHA_2025)
    assert turned != PLAIN


def test_a_calendar_can_be_copied_into_a_cache():
    kept = copy.deepcopy(ADHA_2025)

    assert kept == ADHA_2025
    assert kept.is_working_day(date(2025, 6, 6))


def test_the_week_may_be_another_one():
    six_days = WorkingCalendar(weekend=frozenset({6}))

    assert six_days.is_working_day(date(2026, 1, 24))
    assert not six_days.is_working_day(date(2026, 1, 25))
    assert six_days != PLAIN


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 23), date(2026, 1, 26)),
        (date(2026, 1, 24), date(2026, 1, 26)),
        (date(2026, 1, 26), date(2026, 1, 27)),
        (date(2026, 4, 30), date(2026, 5, 4)),
        (date(2026, 8, 24), date(2026, 8, 27)),
    ],
)
def test_the_next_working_day(day, expected):
    assert PLAIN.next_working_day(day) == expected


def test_a_working_day_stays_itself():
    assert PLAIN.working_day_from(date(2026, 1, 26)) == date(2026, 1, 26)
    assert PLAIN.working_day_from(date(2026, 1, 24)) == date(2026, 1, 26)


def test_no_working_day_gives_the_day_back():
    assert PLAIN.add_working_days(date(2026, 1, 24), 0) == date(2026, 1, 24)


def test_the_law_counts_forward():
    with pytest.raises(ValueError, match="forward"):
        PLAIN.add_working_days(date(2026, 1, 24), -1)


@pytest.mark.parametrize(
    ("after", "until", "expected"),
    [
        (date(2026, 1, 19), date(2026, 1, 19), 0),
        (date(2026, 1, 19), date(2026, 1, 20), 1),
        (date(2026, 1, 19), date(2026, 1, 26), 5),
        (date(2026, 1, 23), date(2026, 1, 25), 0),
        (date(2026, 1, 26), date(2026, 1, 19), -5),
        (date(2025, 12, 31), date(2026, 12, 31), 246),
    ],
)
def test_how_many_working_days_lie_between(after, until, expected):
    assert PLAIN.working_days_between(after, until) == expected


def test_a_year_is_computed_once():
    assert feasts_of(2026) is feasts_of(2026)


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@settings(deadline=None)
@given(day=days, amount=st.integers(0, 60))
def test_adding_and_counting_working_days_agree(day, amount):
    end = PLAIN.add_working_days(day, amount)

    assert PLAIN.working_days_between(day, end) == amount
    assert amount == 0 or PLAIN.is_working_day(end)


@settings(deadline=None)
@given(first=days, second=days, third=days)
def test_working_days_add_up(first, second, third):
    first, second, third = sorted((first, second, third))

    assert PLAIN.working_days_between(first, second) + PLAIN.working_days_between(
        second, third
    ) == PLAIN.working_days_between(first, third)


@settings(deadline=None)
@given(first=days, last=days)
def test_days_from_one_to_the_other_are_all_there_once(first, last):
    between = list(days_from(first, last))

    assert len(between) == max(0, (last - first).days + 1)
    assert between == sorted(set(between))
