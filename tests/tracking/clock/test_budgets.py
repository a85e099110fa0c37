"""Each actor has a time of its own; who holds the file and who was late follows from the passages."""

from dataclasses import asdict, replace
from datetime import date

import pytest

from portal.kernel.errors import Invalid
from procedures.snapshot import Snapshot, Stage
from tests.snapshots import REFECTION
from tests.tracking.clock.cases import HELD, HELD_READ_ON
from tests.tracking.clock.notation import calendar, clock, moment
from tracking.clock.budgets import Budget, CountedFrom, Passage, days_late_by_holder, holders_now, stage_times
from tracking.clock.terms import Unit

WD = Unit.WORKING_DAYS


def budget(case):
    """The stage's time, of which the case tells the holder's share."""
    amount, _unit, *counted_from = case.time.split()
    start = CountedFrom.FILING if counted_from == ["from", "filing"] else CountedFrom.STAGE
    return Budget(
        case.stage, "bodies" if case.stage == "opinions" else case.holder, int(amount), Unit.WORKING_DAYS, start
    )


LARGE = (*{case.stage: budget(case) for case in HELD}.values(), Budget("payment", "cashier", 0, WD))
FILED = clock("2026-01-19 start")


def passages(*rows):
    return [
        Passage(stage, moment(began), moment(ended) if ended else None, holder) for stage, began, ended, holder in rows
    ]


WAY = passages(*((case.stage, case.began, case.ended, case.holder) for case in HELD))


def read(budgets, way, at, told=FILED, decreed=""):
    return stage_times(budgets, way, clock=told, calendar=calendar(decreed), at=moment(at))


@pytest.mark.parametrize(("case", "position"), [(case, n) for n, case in enumerate(HELD)])
def test_each_stage_has_its_last_day_and_its_lateness(case, position):
    time = read(LARGE, WAY, HELD_READ_ON)[position]

    assert (time.stage, time.holder) == (case.stage, case.holder)
    assert time.due_on == date.fromisoformat(case.due)
    assert time.days_late == case.late


def test_who_was_late_by_how_many_working_days():
    assert days_late_by_holder(read(LARGE, WAY, HELD_READ_ON)) == {"commune": 2, "urban_agency": 2, "president": 2}
    assert days_late_by_holder(read(LARGE, WAY, "2026-02-17 23:59")) == {"commune": 2, "urban_agency": 2}


@pytest.mark.parametrize(
    ("at", "holders"),
    [
        ("2026-01-18", ()),
        ("2026-01-20", ("commune",)),
        ("2026-01-27", ("urban_agency", "province")),
        ("2026-02-06", ("urban_agency",)),
        ("2026-02-12", ("secretariat",)),
        ("2026-02-20", ("president",)),
    ],
)
def test_who_holds_the_file(at, holders):
    assert holders_now(read(LARGE, WAY, at)) == holders


def test_an_end_that_lies_ahead_is_not_known_yet():
    (time,) = read(LARGE, WAY[:1], "2026-01-23")

    assert time.is_open
    assert time.days_late == 1


def test_nobody_is_late_before_the_file_reaches_them():
    late_dispatch = passages(("opinions", "2026-02-12", "2026-02-13", "province"))
    (time,) = read(LARGE, late_dispatch, "2026-02-20")

    assert time.due_on == date(2026, 2, 9)
    assert time.days_late == 1


def test_after_modified_plans_the_opinions_count_from_the_new_filing():
    told = clock("2026-01-19 start; 2026-02-16 stop; 2026-04-06 restart")
    way = passages(("opinions", "2026-04-08", "", "urban_agency"))
    (time,) = read(LARGE, way, "2026-04-10", told)

    assert time.due_on == date(2026, 4, 27)


def test_the_opinions_of_the_first_round_keep_the_first_filing():
    told = clock("2026-01-19 start; 2026-02-16 stop; 2026-04-06 restart")
    way = passages(("opinions", "2026-01-26", "2026-02-11", "urban_agency"))
    (time,) = read(LARGE, way, "2026-04-10", told)

    assert time.due_on == date(2026, 2, 9)
    assert time.days_late == 2


def test_a_pause_of_the_clock_is_nobodys_lateness():
    told = clock("2026-01-19 start; 2026-01-20 pause; 2026-02-02 resume")
    way = passages(("dispatch", "2026-01-19", "", ""))

    assert read(LARGE, way, "2026-01-30", told)[0].due_on is None
    assert read(LARGE, way, "2026-02-04", told)[0].due_on == date(2026, 2, 4)
    assert read(LARGE, way, "2026-02-05", told)[0].days_late == 1


def test_days_late_do_not_run_during_a_pause():
    told = clock("2026-01-19 start; 2026-01-23 pause; 2026-02-02 resume")
    way = passages(("dispatch", "2026-01-19", "2026-02-03", ""))
    (time,) = read(LARGE, way, "2026-02-10", told)

    assert time.due_on == date(2026, 1, 22)
    # Friday 23 January, the day of the pause, and Tuesday 3 February; the day of the return is not counted.
    assert time.days_late == 2


def test_a_stage_that_begins_during_a_pause_counts_from_the_return():
    told = clock("2026-01-19 start; 2026-01-20 pause; 2026-02-02 resume")
    way = passages(("minutes", "2026-01-26", "", ""))

    assert read(LARGE, way, "2026-02-03", told)[0].due_on == date(2026, 2, 5)


def test_time_that_runs_without_the_legal_clock_is_counted_too():
    told = clock("2026-01-19 start; 2026-01-28 stop")
    copies = (Budget("copies", "commune", 2, WD),)

    assert read(copies, passages(("copies", "2026-01-28", "", "")), "2026-02-03", told)[0].days_late == 2


def test_a_decreed_day_off_is_given_to_the_holder():
    assert read(LARGE, WAY[:1], "2026-01-20", decreed="2026-01-21 off")[0].due_on == date(2026, 1, 23)


def test_lateness_is_told_in_working_days_whatever_the_budget():
    budgets = (Budget("visit", "secretariat", 7, Unit.CALENDAR_DAYS),)
    way = passages(("visit", "2026-04-04", "2026-04-14", ""))
    (time,) = read(budgets, way, "2026-05-01")

    assert time.due_on == date(2026, 4, 11)
    assert time.days_late == 2


def test_a_month_may_be_a_budget():
    budgets = (Budget("telecom_check", "telecom", 1, Unit.MONTHS),)

    assert read(budgets, passages(("telecom_check", "2026-01-31", "", "")), "2026-02-10")[0].due_on == date(2026, 2, 28)


def test_a_stage_without_a_budget_is_never_late():
    way = passages(("payment", "2026-01-19", "", ""), ("archive", "2026-01-20", "", ""))
    times = read(LARGE, way, "2027-01-19")

    assert [(time.holder, time.due_on, time.days_late) for time in times] == [("cashier", None, 0), ("", None, 0)]


def test_lateness_of_one_holder_adds_up():
    way = passages(("minutes", "2026-01-19", "2026-01-23", ""), ("minutes", "2026-02-02", "2026-02-09", ""))

    assert days_late_by_holder(read(LARGE, way, "2026-03-01")) == {"secretariat": 3}


def test_a_budget_is_read_from_the_frozen_stage():
    stage = Stage("check", "check", "technical", amount=5)

    assert Budget.from_law(asdict(stage)) == Budget("check", "technical", 5, WD, CountedFrom.STAGE)


def test_a_stage_may_say_what_it_is_counted_from():
    stage = Stage("opinions", "consult", "bodies", amount=15, counted_from="filing")

    assert Budget.from_law(asdict(stage)).counted_from is CountedFrom.FILING


def test_a_stage_frozen_before_it_said_so_is_counted_from_its_beginning():
    plain = replace(REFECTION, circuit=(Stage("check", "check", "technical", 5),)).to_json()
    del plain["circuit"][0]["counted_from"]

    (stage,) = Snapshot.from_json(plain).circuit
    assert Budget.from_law(asdict(stage)).counted_from is CountedFrom.STAGE


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("amount", None, "budget_amount"),
        ("amount", -1, "budget_amount"),
        ("amount", True, "budget_amount"),
        ("unit", "", "budget_unit"),
        ("unit", "hours", "budget_unit"),
        ("counted_from", "session", "budget_counted_from"),
    ],
)
def test_a_budget_that_is_misspelt_is_refused(key, value, code):
    with pytest.raises(Invalid) as refusal:
        Budget.from_law(asdict(Stage("check", "check", "technical", amount=5)) | {key: value})

    assert refusal.value.code == code
