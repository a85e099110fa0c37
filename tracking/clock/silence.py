"""From which moment silence is an acceptance (law 55-19 art. 19; communal list: decree 2-22-141).

The grant arises at the first local midnight after the last day, if the clock ran to the end of that day and nothing had
been answered. What is recorded later, a pause or a late notification, does not take it away. Whether the act is on the
list in force on the filing date is the version's to say; the governor's certificate is another act.
"""

from __future__ import annotations

from datetime import datetime

from portal.kernel.now import local_date
from portal.territory.calendar import WorkingCalendar

from .counting import Count, Timeline
from .deadline import end_of, timeline_of
from .segments import Clock
from .terms import Term


def silence_moment(
    clock: Clock,
    term: Term,
    calendar: WorkingCalendar,
    *,
    at: datetime,
    on_list: bool,
    signed_at: datetime | None = None,
    notified_at: datetime | None = None,
) -> datetime | None:
    """The moment at which silence grants, as the segments stand at `at`; it may lie ahead.

    `on_list`: the act stood on the silence list on the filing date. `signed_at` and `notified_at`: of the last decision;
    the term says which of the two is the answer. `None` for an act off the list, and while or when the clock had not
    started, was paused or had stopped before the term was over, or the answer came in time.
    """
    if not on_list:
        return None
    answer = term.answered_at(signed_at=signed_at, notified_at=notified_at)
    known = clock.known_at(at)
    runs = known.runs()
    for position, run in enumerate(runs):
        timeline = timeline_of(run)
        if position + 1 < len(runs):
            # What ends this count is the beginning of the next one, also if nobody wrote a stop.
            timeline = Timeline((*timeline.turns, (local_date(runs[position + 1][0].since), False)))
        last_day = Count(timeline, term, calendar).last_day()
        if last_day is None:
            continue
        moment = end_of(last_day)
        if answer is None or answer > at or not run[0].since <= answer < moment:
            return moment
    return None
