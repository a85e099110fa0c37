"""A clock is only added to; its segments follow each other as the law lets them."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.errors import Refused
from tests.tracking.clock.notation import clock, moment
from tracking.clock.segments import Clock, Kind, Segment

NOON = datetime(2026, 1, 19, 12, tzinfo=UTC)
CAUSE = {"cause": "test", "basis": "RGC 37", "actor": "system"}


def test_a_segment_says_why_by_which_text_and_by_whom():
    (segment,) = Clock().start(at=NOON, cause="complete_filing", basis="RGC 33", actor="desk").segments

    assert segment == Segment(Kind.RUNNING, NOON, "complete_filing", "RGC 33", "desk")


def test_a_moment_is_kept_in_utc():
    segment = Segment(Kind.RUNNING, datetime(2026, 1, 19, 13, tzinfo=timezone(timedelta(hours=1))), "test")

    assert segment.since.tzinfo is UTC
    assert segment.since == NOON


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        Segment(Kind.RUNNING, datetime(2026, 1, 19, 12), "test")


def test_a_segment_ends_where_the_next_begins():
    told = clock("2026-01-19 start; 2026-01-23 pause; 2026-02-02 resume")

    assert [(span.segment.kind, span.until) for span in told.spans()] == [
        ("running", moment("2026-01-23")),
        ("paused", moment("2026-02-02")),
        ("running", None),
    ]


def test_adding_leaves_the_clock_before_as_it_was():
    before = clock("2026-01-19 start")
    after = before.pause(at=NOON + timedelta(days=3), **CAUSE)

    assert before.kind is Kind.RUNNING
    assert after.kind is Kind.PAUSED
    assert after.segments[:1] == before.segments


@pytest.mark.parametrize(
    "told",
    [
        "2026-01-19 wait",
        "2026-01-19 start",
        "2026-01-19 wait; 2026-01-20 wait; 2026-01-21 start",
        "2026-01-19 wait; 2026-01-19 start",
        "2026-01-19 wait; 2026-01-20 stop",
        "2026-01-19 start; 2026-01-20 pause; 2026-01-21 pause; 2026-01-22 resume",
        "2026-01-19 start; 2026-01-20 pause; 2026-01-21 stop; 2026-01-22 restart",
        "2026-01-19 start; 2026-01-20 restart",
        "2026-01-19 start; 2026-01-20 pause; 2026-01-21 restart",
    ],
)
def test_what_may_follow_what(told):
    assert len(clock(told).segments) == told.count(";") + 1


@pytest.mark.parametrize(
    "told",
    [
        "2026-01-19 pause",
        "2026-01-19 stop",
        "2026-01-19 restart",
        "2026-01-19 resume",
        "2026-01-19 wait; 2026-01-20 pause",
        "2026-01-19 wait; 2026-01-20 resume",
        "2026-01-19 wait; 2026-01-20 restart",
        "2026-01-19 start; 2026-01-20 start",
        "2026-01-19 start; 2026-01-20 resume",
        "2026-01-19 start; 2026-01-20 wait",
        "2026-01-19 start; 2026-01-20 pause; 2026-01-21 wait",
        "2026-01-19 start; 2026-01-20 stop; 2026-01-21 start",
        "2026-01-19 start; 2026-01-20 stop; 2026-01-21 resume",
        "2026-01-19 start; 2026-01-20 stop; 2026-01-21 pause",
        "2026-01-19 start; 2026-01-20 stop; 2026-01-21 stop",
        "2026-01-19 start; 2026-01-20 stop; 2026-01-21 wait",
    ],
)
def test_what_may_not_follow_what(told):
    with pytest.raises(Refused) as refusal:
        clock(told)

    assert refusal.value.code == "clock_order"


def test_only_a_running_clock_begins_again():
    with pytest.raises(Refused) as refusal:
        clock("2026-01-19 start").append(Segment(Kind.PAUSED, NOON + timedelta(days=1), "test", restarts=True))

    assert refusal.value.code == "clock_order"


def test_a_clock_does_not_go_backwards():
    with pytest.raises(Refused) as refusal:
        clock("2026-01-19 start; 2026-01-18 pause")

    assert refusal.value.code == "clock_backwards"


def test_segments_read_from_rows_are_checked_too():
    first, second = Segment(Kind.RUNNING, NOON, "a"), Segment(Kind.STOPPED, NOON - timedelta(days=1), "b")

    with pytest.raises(Refused):
        Clock((first, second))


def test_the_segment_in_force_at_a_moment():
    told = clock("2026-01-19 start; 2026-01-23 pause")

    assert told.segment_at(moment("2026-01-18")) is None
    assert told.segment_at(moment("2026-01-19")) == told.segments[0]
    assert told.segment_at(moment("2026-01-22")) == told.segments[0]
    assert told.segment_at(moment("2026-01-23")) == told.segments[1]


def test_of_two_segments_of_one_moment_the_later_holds():
    told = clock("2026-01-19 wait; 2026-01-19 start")

    assert told.segment_at(moment("2026-01-19")) == told.segments[1]


def test_a_clock_as_it_stood():
    told = clock("2026-01-19 start; 2026-01-23 pause; 2026-02-02 resume")

    assert told.known_at(moment("2026-01-25")) == clock("2026-01-19 start; 2026-01-23 pause")
    assert told.known_at(moment("2026-01-18")).kind is None


def test_each_restart_begins_a_new_count():
    told = clock("2026-01-05 wait; 2026-01-06 start; 2026-01-09 stop; 2026-01-12 restart; 2026-01-13 pause")

    assert [[segment.kind for segment in run] for run in told.runs()] == [["running", "stopped"], ["running", "paused"]]
    assert clock("2026-01-05 wait").runs() == ()


VERBS = ("wait", "start", "pause", "resume", "stop", "restart")


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(-48, 240)), max_size=12))
def test_segments_never_overlap_and_leave_no_gap(events):
    told, at = Clock(), NOON
    for verb, hours in events:
        try:
            told = getattr(told, verb)(at=at + timedelta(hours=hours), **CAUSE)
        except Refused:
            continue
        at = told.segments[-1].since

    spans = list(told.spans())
    assert [span.segment for span in spans] == list(told.segments)
    for span, following in pairwise(spans):
        assert span.until == following.segment.since
        assert span.until >= span.segment.since
    if spans:
        assert spans[-1].until is None
        for span in spans:
            if span.until is not None and span.until > span.segment.since:
                assert told.segment_at(span.segment.since) == span.segment
                assert told.segment_at(span.until - timedelta(microseconds=1)) == span.segment
