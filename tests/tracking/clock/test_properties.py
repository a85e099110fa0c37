"""What holds of every deadline, whatever the dates."""

from datetime import date, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.kernel.now import LOCAL, local_date
from portal.territory.calendar import DecreedDay, DecreedKind, WorkingCalendar
from tracking.clock.deadline import deadline_at, end_of
from tracking.clock.segments import Clock
from tracking.clock.silence import silence_moment
from tracking.clock.terms import Term, Unit, add_months

PLAIN = WorkingCalendar()
# Later than any last day below.
FAR = datetime(2030, 1, 1, tzinfo=LOCAL)
# A loaded machine is no reason to fail.
unhurried = settings(deadline=None)
CAUSE = {"cause": "test"}

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
moments = st.builds(
    lambda day, minutes: datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=LOCAL),
    days,
    st.integers(0, 1439),
)
flags = st.booleans()
terms = st.one_of(
    st.builds(Term, st.integers(1, 60), st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS]), flags, flags),
    st.builds(Term, st.integers(1, 6), st.just(Unit.MONTHS), flags, flags),
)
# Each pause: hours of running before it, hours it lasts.
pauses = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 900)), max_size=4)


def paused(start, pauses):
    clock, at = Clock().start(at=start, **CAUSE), start
    for before, length in pauses:
        at += timedelta(hours=before)
        clock = clock.pause(at=at, **CAUSE)
        at += timedelta(hours=length)
        clock = clock.resume(at=at, **CAUSE)
    return clock


def due_on(clock, term, calendar=PLAIN):
    due = deadline_at(clock, term, calendar, at=FAR).due_on
    assert due is not None
    return due


@unhurried
@given(start=moments, amount=st.integers(1, 60))
def test_without_pauses_working_days_are_those_of_the_calendar(start, amount):
    term = Term(amount, Unit.WORKING_DAYS, franc=False, carry_over=False)

    assert due_on(paused(start, []), term) == PLAIN.add_working_days(local_date(start), amount)


@unhurried
@given(start=moments, amount=st.integers(1, 90), franc=flags)
def test_without_pauses_calendar_days_are_a_sum(start, amount, franc):
    term = Term(amount, Unit.CALENDAR_DAYS, franc=franc, carry_over=False)

    assert due_on(paused(start, []), term) == local_date(start) + timedelta(days=amount + franc)


@unhurried
@given(start=moments, months=st.integers(1, 12))
def test_without_pauses_months_end_on_the_day_of_the_same_number(start, months):
    term = Term(months, Unit.MONTHS, franc=False, carry_over=False)

    assert due_on(paused(start, []), term) == add_months(local_date(start), months)


@unhurried
@given(start=moments, amount=st.integers(1, 60), before=st.integers(0, 600), length=st.integers(0, 900))
def test_a_pause_moves_the_last_day_by_its_own_days(start, amount, before, length):
    term = Term(amount, Unit.CALENDAR_DAYS, franc=False, carry_over=False)
    plain = due_on(paused(start, []), term)
    clock = paused(start, [(before, length)])
    began, ended = (local_date(segment.since) for segment in clock.segments[1:3])
    assume(began <= plain)

    assert due_on(clock, term) == plain + (ended - began)


@unhurried
@given(start=moments, term=terms, pauses=pauses, position=st.integers(0, 3), longer=st.integers(1, 500))
def test_a_longer_pause_never_brings_the_last_day_nearer(start, term, pauses, position, longer):
    assume(position < len(pauses))
    before, length = pauses[position]
    # The return comes later, what follows keeps its moments as far as it can.
    rest = pauses[position + 1 :]
    if rest:
        longer = min(longer, rest[0][0])
        rest = [(rest[0][0] - longer, rest[0][1]), *rest[1:]]
    stretched = [*pauses[:position], (before, length + longer), *rest]

    assert due_on(paused(start, stretched), term) >= due_on(paused(start, pauses), term)


@unhurried
@given(start=moments, term=terms, pauses=pauses)
def test_pauses_never_bring_the_last_day_nearer(start, term, pauses):
    assert due_on(paused(start, pauses), term) >= due_on(paused(start, []), term)


@unhurried
@given(start=moments, term=terms, pauses=pauses)
def test_one_day_more_never_ends_earlier(start, term, pauses):
    longer = Term(term.amount + 1, term.unit, term.franc, term.carry_over)
    clock = paused(start, pauses)

    assert due_on(clock, longer) >= due_on(clock, term)


@unhurried
@given(start=moments, amount=st.integers(1, 30), pauses=pauses, off=st.sets(days, max_size=5))
def test_a_day_off_more_never_ends_working_days_earlier(start, amount, pauses, off):
    term = Term(amount, Unit.WORKING_DAYS, franc=False, carry_over=False)
    clock = paused(start, pauses)
    decreed = WorkingCalendar(tuple(DecreedDay(day, DecreedKind.OFF) for day in off))

    assert due_on(clock, term, decreed) >= due_on(clock, term)


@unhurried
@given(start=moments, term=terms, pauses=pauses)
def test_where_it_must_the_last_day_is_a_working_day(start, term, pauses):
    due = due_on(paused(start, pauses), term)

    assert PLAIN.is_working_day(due) or (term.unit is not Unit.WORKING_DAYS and not term.carry_over)


@unhurried
@given(start=moments, earlier=pauses, term=terms, pauses=pauses)
def test_a_restart_forgets_what_ran_before(start, earlier, term, pauses):
    fresh = paused(start, pauses)
    before = paused(start - timedelta(days=400), earlier)
    assume(before.segments[-1].since <= start)
    again = before.restart(at=start, **CAUSE)
    for segment in fresh.segments[1:]:
        again = again.append(segment)

    assert deadline_at(again, term, PLAIN, at=FAR) == deadline_at(fresh, term, PLAIN, at=FAR)


@unhurried
@given(start=moments, term=terms, pauses=pauses, at=moments)
def test_computing_again_gives_the_same(start, term, pauses, at):
    clock = paused(start, pauses)
    once = deadline_at(clock, term, PLAIN, at=at)

    assert deadline_at(Clock(clock.segments), term, WorkingCalendar(), at=at) == once
    assert deadline_at(clock.known_at(at), term, PLAIN, at=at) == once
    assert hash(once) == hash(deadline_at(clock, term, PLAIN, at=at))


@unhurried
@given(start=moments, term=terms, pauses=pauses)
def test_silence_grants_at_the_end_of_the_last_day(start, term, pauses):
    clock = paused(start, pauses)

    assert silence_moment(clock, term, PLAIN, at=FAR, on_list=True) == end_of(due_on(clock, term))


@unhurried
@given(start=moments, term=terms, pauses=pauses, at=moments)
def test_what_is_left_runs_out_exactly_when_the_clock_is_late(start, term, pauses, at):
    reading = deadline_at(paused(start, pauses), term, PLAIN, at=at)

    if reading.state == "overdue":
        assert reading.remaining == 0
    if reading.state == "running":
        assert reading.due_moment is not None
        assert at < reading.due_moment
        assert reading.days_late == 0
    if reading.days_late:
        assert reading.due_on is not None
        assert local_date(at) > reading.due_on


@unhurried
@given(start=moments, term=terms, pauses=pauses)
def test_warnings_come_in_order_and_before_the_end(start, term, pauses):
    reading = deadline_at(paused(start, pauses), term, PLAIN, at=FAR)

    assert reading.due_on is not None
    assert reading.alerts[-1].on == reading.due_on + timedelta(days=1)
    assert all(local_date(start) < alert.on < reading.due_on for alert in reading.alerts[:-1])
    assert len({alert.on for alert in reading.alerts}) == len(reading.alerts)
