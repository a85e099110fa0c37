# ruff: noqa: E501 - one case a line, as in the table
"""Dated cases, as a lawyer computes them with a paper calendar. `docs/clock.md` prints the same tables.

Real among the decreed days, each a communiqué of the Head of Government under decree 2-05-916: Friday 12 April 2024,
Monday 9 June 2025 (Aïd al-Adha on Saturday 7 June) and Monday 23 March 2026. The others are suppositions, and say so.
"""

from typing import NamedTuple


class Due(NamedTuple):
    """The last day, and the first moment (UTC) at which an answer comes too late. Read after the last event."""

    why: str
    term: str
    clock: str
    decreed: str
    due: str
    too_late_from: str


class Reading(NamedTuple):
    """What the clock shows at a moment. `left` and `late`: days in the unit of the term."""

    why: str
    term: str
    clock: str
    read_at: str
    state: str
    due: str
    left: str
    late: int


class Silence(NamedTuple):
    """From when silence grants (UTC), as read on `read_at`."""

    why: str
    term: str
    clock: str
    on_list: bool
    signed: str
    notified: str
    read_at: str
    grants_from: str


class Warned(NamedTuple):
    """On which days somebody is warned."""

    why: str
    term: str
    clock: str
    half_time: str
    five_days: str
    one_day: str
    overdue: str


class Held(NamedTuple):
    """One passage of a file through a stage of the circuit, read on `HELD_READ_ON`. `late`: working days."""

    stage: str
    holder: str
    time: str
    began: str
    ended: str
    due: str
    late: int


# fmt: off
WORKING_DAYS = [
    Due("Filed on a Monday: the day of filing is not counted", "10 wd", "2026-02-02 start", "", "2026-02-16", "2026-02-17 00:00Z"),
    Due("Filed on a Friday", "10 wd", "2026-01-23 start", "", "2026-02-06", "2026-02-06 23:00Z"),
    Due("Filed on a Saturday: the same last day", "10 wd", "2026-01-24 start", "", "2026-02-06", "2026-02-06 23:00Z"),
    Due("Filed on Sunday at 23:59", "10 wd", "2026-01-25 23:59 start", "", "2026-02-06", "2026-02-06 23:00Z"),
    Due("Two minutes later it is Monday", "10 wd", "2026-01-26 00:01 start", "", "2026-02-09", "2026-02-09 23:00Z"),
    Due("Filed on a feast (1 May)", "10 wd", "2024-05-01 start", "", "2024-05-15", "2024-05-15 23:00Z"),
    Due("11 January 2024 is a Thursday, 14 January a Sunday", "10 wd", "2024-01-08 start", "", "2024-01-23", "2024-01-23 23:00Z"),
    Due("11 January 2025 is a Saturday, 14 January a Tuesday", "10 wd", "2025-01-06 start", "", "2025-01-21", "2025-01-21 23:00Z"),
    Due("11 January 2026 is a Sunday, 14 January a Wednesday", "10 wd", "2026-01-09 start", "", "2026-01-26", "2026-01-26 23:00Z"),
    Due("11 January 2027 is a Monday, 14 January a Thursday", "10 wd", "2027-01-08 start", "", "2027-01-26", "2027-01-26 23:00Z"),
    Due("Over the new year", "15 wd", "2025-12-15 start", "", "2026-01-06", "2026-01-06 23:00Z"),
    Due("One working day, filed on 31 December", "1 wd", "2024-12-31 start", "", "2025-01-02", "2025-01-02 23:00Z"),
    Due("One working day, filed on a Friday", "1 wd", "2026-07-24 start", "", "2026-07-27", "2026-07-27 23:00Z"),
    Due("Throne Day inside", "3 wd", "2026-07-27 start", "", "2026-07-31", "2026-07-31 23:00Z"),
    Due("August 2025: 14, 20 and 21", "10 wd", "2025-08-11 start", "", "2025-08-28", "2025-08-28 23:00Z"),
    Due("August 2026: 14, 20, 21, and the Mawlid (estimated)", "10 wd", "2026-08-13 start", "", "2026-09-03", "2026-09-03 23:00Z"),
    Due("Green March inside", "10 wd", "2026-11-02 start", "", "2026-11-17", "2026-11-17 23:00Z"),
    Due("Green March and Independence Day inside", "10 wd", "2026-11-03 start", "", "2026-11-19", "2026-11-19 23:00Z"),
    Due("A free term counts one working day more", "5 wd franc", "2026-01-19 start", "", "2026-01-27", "2026-01-27 23:00Z"),
]

UNITY_DAY = [
    Due("31 October 2025 was worked: Unity Day was proclaimed on 4 November", "5 wd", "2025-10-27 start", "", "2025-11-03", "2025-11-03 23:00Z"),
    Due("Suppose it had been decreed off", "5 wd", "2025-10-27 start", "2025-10-31 off", "2025-11-04", "2025-11-04 23:00Z"),
    Due("31 October 2026, the first one, is a Saturday", "5 wd", "2026-10-26 start", "", "2026-11-02", "2026-11-02 23:00Z"),
    Due("31 October 2028 is a Tuesday", "5 wd", "2028-10-27 start", "", "2028-11-07", "2028-11-07 23:00Z"),
]

MOON = [
    Due("Aïd al-Fitr 2024, estimated on Wednesday 10 and Thursday 11 April", "5 wd", "2024-04-05 start", "", "2024-04-16", "2024-04-16 23:00Z"),
    Due("Friday 12 April 2024 decreed off", "5 wd", "2024-04-05 start", "2024-04-12 off", "2024-04-17", "2024-04-17 23:00Z"),
    Due("Aïd al-Fitr 2025, estimated on Sunday 30 and Monday 31 March", "5 wd", "2025-03-26 start", "", "2025-04-03", "2025-04-04 00:00Z"),
    Due("Suppose it falls on Monday 31 March: Tuesday 1 April is off too", "5 wd", "2025-03-26 start", "2025-04-01 off", "2025-04-04", "2025-04-05 00:00Z"),
    Due("Aïd al-Adha 2025, estimated on Friday 6 and Saturday 7 June", "5 wd", "2025-05-30 start", "", "2025-06-09", "2025-06-09 23:00Z"),
    Due("Announced for Saturday 7: Friday is worked, Monday 9 decreed off", "5 wd", "2025-05-30 start", "2025-06-06 working; 2025-06-09 off", "2025-06-06", "2025-06-06 23:00Z"),
    Due("The same decree, filed later", "10 wd", "2025-06-04 start", "2025-06-06 working; 2025-06-09 off", "2025-06-19", "2025-06-19 23:00Z"),
    Due("Only the day off is recorded, the estimate still stands", "10 wd", "2025-06-03 start", "2025-06-09 off", "2025-06-19", "2025-06-19 23:00Z"),
    Due("1 Moharrem 1447, estimated on Thursday 26 June 2025", "5 wd", "2025-06-23 start", "", "2025-07-01", "2025-07-01 23:00Z"),
    Due("Mawlid 2025, estimated on Thursday 4 and Friday 5 September", "5 wd", "2025-09-01 start", "", "2025-09-10", "2025-09-10 23:00Z"),
    Due("Aïd al-Fitr 2026, estimated on Friday 20 and Saturday 21 March", "5 wd", "2026-03-16 start", "", "2026-03-24", "2026-03-24 23:00Z"),
    Due("Monday 23 March 2026 decreed off", "5 wd", "2026-03-16 start", "2026-03-23 off", "2026-03-25", "2026-03-25 23:00Z"),
    Due("Suppose it falls on Saturday: Friday 20 is worked", "5 wd", "2026-03-16 start", "2026-03-20 working", "2026-03-23", "2026-03-23 23:00Z"),
    Due("Aïd al-Adha 2026, estimated on Wednesday 27 and Thursday 28 May", "5 wd", "2026-05-25 start", "", "2026-06-03", "2026-06-03 23:00Z"),
    Due("Aïd al-Adha 2027, estimated on Sunday 16 and Monday 17 May", "5 wd", "2027-05-13 start", "", "2027-05-21", "2027-05-21 23:00Z"),
    Due("Suppose a Saturday is decreed worked", "5 wd", "2026-01-26 start", "2026-01-31 working", "2026-01-31", "2026-01-31 23:00Z"),
]

CALENDAR_DAYS = [
    Due("Fifteen days", "15 d carry", "2026-04-06 start", "", "2026-04-21", "2026-04-21 23:00Z"),
    Due("The last day is a Saturday: carried over", "15 d carry", "2026-04-10 start", "", "2026-04-27", "2026-04-27 23:00Z"),
    Due("The same without carry-over", "15 d", "2026-04-10 start", "", "2026-04-25", "2026-04-25 23:00Z"),
    Due("The last day is Throne Day: carried over", "15 d carry", "2026-07-15 start", "", "2026-07-31", "2026-07-31 23:00Z"),
    Due("Throne Day without carry-over", "15 d", "2026-07-15 start", "", "2026-07-30", "2026-07-30 23:00Z"),
    Due("A Friday feast, then a weekend", "30 d carry", "2026-04-01 start", "", "2026-05-04", "2026-05-04 23:00Z"),
    Due("Carried over both days of Aïd al-Adha (estimated)", "15 d carry", "2026-05-12 start", "", "2026-05-29", "2026-05-29 23:00Z"),
    Due("Suppose 27 May is worked after all", "15 d carry", "2026-05-12 start", "2026-05-27 working", "2026-05-27", "2026-05-27 23:00Z"),
    Due("Feasts inside the term change nothing", "60 d carry", "2026-06-01 start", "", "2026-07-31", "2026-07-31 23:00Z"),
    Due("Thirty days over 29 February 2024", "30 d carry", "2024-01-31 start", "", "2024-03-01", "2024-03-01 23:00Z"),
    Due("Thirty days over February 2025 end on a Sunday", "30 d carry", "2025-01-31 start", "", "2025-03-03", "2025-03-04 00:00Z"),
    Due("Free term", "15 d franc", "2026-04-06 start", "", "2026-04-22", "2026-04-22 23:00Z"),
    Due("Free term that ends on a Saturday", "15 d franc carry", "2026-04-09 start", "", "2026-04-27", "2026-04-27 23:00Z"),
    Due("One day, without carry-over", "1 d", "2026-04-25 start", "", "2026-04-26", "2026-04-26 23:00Z"),
]

MONTHS = [
    Due("From the 10th to the 10th", "1 m carry", "2026-11-10 start", "", "2026-12-10", "2026-12-10 23:00Z"),
    Due("31 January to the end of February", "1 m", "2026-01-31 start", "", "2026-02-28", "2026-03-01 00:00Z"),
    Due("The same, a Saturday, carried over", "1 m carry", "2026-01-31 start", "", "2026-03-02", "2026-03-03 00:00Z"),
    Due("31 January 2024 to 29 February", "1 m carry", "2024-01-31 start", "", "2024-02-29", "2024-02-29 23:00Z"),
    Due("29 February 2024 to 29 March", "1 m carry", "2024-02-29 start", "", "2024-03-29", "2024-03-30 00:00Z"),
    Due("Twelve months from 29 February 2024", "12 m carry", "2024-02-29 start", "", "2025-02-28", "2025-03-01 00:00Z"),
    Due("31 January 2028 to 29 February", "1 m carry", "2028-01-31 start", "", "2028-02-29", "2028-03-01 00:00Z"),
    Due("Six months from 31 August end on a Sunday", "6 m carry", "2026-08-31 start", "", "2027-03-01", "2027-03-02 00:00Z"),
    Due("30 April to 30 May, not to the end of May", "1 m", "2026-04-30 start", "", "2026-05-30", "2026-05-30 23:00Z"),
    Due("Two months over the new year", "2 m", "2023-12-31 start", "", "2024-02-29", "2024-02-29 23:00Z"),
    Due("The last day is Green March, a Friday", "1 m carry", "2026-10-06 start", "", "2026-11-09", "2026-11-09 23:00Z"),
    Due("The last day is the Amazigh new year", "1 m carry", "2026-12-14 start", "", "2027-01-15", "2027-01-15 23:00Z"),
    Due("Free month that ends on a Saturday", "1 m franc carry", "2026-03-10 start", "", "2026-04-13", "2026-04-13 23:00Z"),
]

PAUSES = [
    Due("The day of the pause counts, the day of the return does not", "10 wd", "2026-01-19 start; 2026-01-23 pause; 2026-02-02 resume", "", "2026-02-10", "2026-02-10 23:00Z"),
    Due("Paused and resumed on one day: nothing is lost", "10 wd", "2026-01-19 start; 2026-01-21 09:00 pause; 2026-01-21 17:00 resume", "", "2026-02-02", "2026-02-02 23:00Z"),
    Due("Paused at 23:59", "5 wd", "2026-01-19 start; 2026-01-21 23:59 pause; 2026-01-27 resume", "", "2026-01-30", "2026-01-30 23:00Z"),
    Due("Paused two minutes later: the next day counts too", "5 wd", "2026-01-19 start; 2026-01-22 00:01 pause; 2026-01-27 resume", "", "2026-01-29", "2026-01-29 23:00Z"),
    Due("Paused and resumed at midnight sharp", "5 wd", "2026-01-19 start; 2026-01-22 00:00 pause; 2026-01-26 00:00 resume", "", "2026-01-28", "2026-01-28 23:00Z"),
    Due("A pause over a weekend costs no working day", "10 wd", "2026-01-19 start; 2026-01-23 pause; 2026-01-25 resume", "", "2026-02-02", "2026-02-02 23:00Z"),
    Due("A pause over Throne Day costs one working day, not two", "10 wd", "2026-07-27 start; 2026-07-29 pause; 2026-07-31 resume", "", "2026-08-12", "2026-08-12 23:00Z"),
    Due("A pause of ten days moves the end by ten days", "15 d", "2026-04-06 start; 2026-04-10 pause; 2026-04-20 resume", "", "2026-05-01", "2026-05-01 23:00Z"),
    Due("The same, on 1 May, carried over", "15 d carry", "2026-04-06 start; 2026-04-10 pause; 2026-04-20 resume", "", "2026-05-04", "2026-05-04 23:00Z"),
    Due("Two pauses, of three and seven days", "30 d", "2026-09-01 start; 2026-09-05 pause; 2026-09-08 resume; 2026-09-10 pause; 2026-09-17 resume", "", "2026-10-11", "2026-10-11 23:00Z"),
    Due("Two causes, one after the other", "15 d", "2026-09-01 start; 2026-09-05 pause; 2026-09-12 pause; 2026-09-20 resume", "", "2026-10-01", "2026-10-01 23:00Z"),
    Due("A month and a pause of ten days", "1 m carry", "2026-09-10 start; 2026-09-15 pause; 2026-09-25 resume", "", "2026-10-20", "2026-10-20 23:00Z"),
    Due("The month of February and a pause of ten days", "1 m carry", "2026-01-31 start; 2026-02-10 pause; 2026-02-20 resume", "", "2026-03-10", "2026-03-11 00:00Z"),
    Due("Deferred for two years", "30 d carry", "2026-02-02 start; 2026-02-12 pause; 2028-02-12 resume", "", "2028-03-03", "2028-03-04 00:00Z"),
    Due("Paused on the last day: it ends on the day of the return", "5 wd", "2026-01-19 start; 2026-01-26 pause; 2026-01-28 resume", "", "2026-01-28", "2026-01-28 23:00Z"),
    Due("... or on the next working day", "5 wd", "2026-01-19 start; 2026-01-26 pause; 2026-01-31 resume", "", "2026-02-02", "2026-02-02 23:00Z"),
    Due("A pause after the last day does not give it back", "5 wd", "2026-01-19 start; 2026-01-27 pause; 2026-02-05 resume", "", "2026-01-26", "2026-01-26 23:00Z"),
    Due("Still paused: no last day is known", "10 wd", "2026-01-19 start; 2026-01-23 pause", "", "", ""),
]

STARTS_AND_RESTARTS = [
    Due("A main document is missing: no clock (RGC 33)", "10 wd", "2026-01-19 wait", "", "", ""),
    Due("It counts from the complete filing", "10 wd", "2026-01-19 wait; 2026-01-26 start", "", "2026-02-09", "2026-02-09 23:00Z"),
    Due("Found complete later, as of the filing", "10 wd", "2026-01-19 wait; 2026-01-19 start", "", "2026-02-02", "2026-02-02 23:00Z"),
    Due("Withdrawn before it started", "10 wd", "2026-01-19 wait; 2026-01-21 stop", "", "", ""),
    Due("Answered: the last day that stood", "10 wd", "2026-01-19 start; 2026-01-28 stop", "", "2026-02-02", "2026-02-02 23:00Z"),
    Due("Modifications asked, modified plans filed: the whole term again (RGC 37)", "30 d carry", "2026-03-02 start; 2026-03-20 stop; 2026-04-10 restart", "", "2026-05-11", "2026-05-11 23:00Z"),
    Due("The same in working days", "10 wd", "2026-01-19 start; 2026-01-28 stop; 2026-02-06 restart", "", "2026-02-20", "2026-02-21 00:00Z"),
    Due("Two rounds", "5 wd", "2026-01-05 start; 2026-01-09 stop; 2026-01-12 restart; 2026-01-16 stop; 2026-01-19 restart", "", "2026-01-26", "2026-01-26 23:00Z"),
    Due("A restart also ends a pause", "5 wd", "2026-01-05 start; 2026-01-07 pause; 2026-01-19 restart", "", "2026-01-26", "2026-01-26 23:00Z"),
    Due("A pause before the restart is forgotten", "5 wd", "2026-01-05 start; 2026-01-07 pause; 2026-01-09 resume; 2026-01-12 stop; 2026-01-19 restart", "", "2026-01-26", "2026-01-26 23:00Z"),
    Due("A pause after the restart counts", "5 wd", "2026-01-05 start; 2026-01-09 stop; 2026-01-19 restart; 2026-01-21 pause; 2026-01-23 resume", "", "2026-01-28", "2026-01-28 23:00Z"),
]

RAMADAN = [
    Due("23:30 UTC in Ramadan is still Sunday", "5 wd", "2026-03-01 23:30Z start", "", "2026-03-06", "2026-03-07 00:00Z"),
    Due("23:30 UTC after Ramadan is already Monday", "5 wd", "2026-03-29 23:30Z start", "", "2026-04-06", "2026-04-06 23:00Z"),
    Due("22:30 UTC after Ramadan is still Sunday", "5 wd", "2026-03-29 22:30Z start", "", "2026-04-03", "2026-04-03 23:00Z"),
    Due("Started at UTC+1, ends at UTC", "30 d carry", "2026-02-01 start", "", "2026-03-03", "2026-03-04 00:00Z"),
    Due("Ends on the eve of the change", "8 d", "2026-02-06 start", "", "2026-02-14", "2026-02-14 23:00Z"),
    Due("Ends on the day of 25 hours", "9 d", "2026-02-06 start", "", "2026-02-15", "2026-02-16 00:00Z"),
    Due("Ends on the eve of the return to UTC+1", "8 d", "2026-03-13 start", "", "2026-03-21", "2026-03-22 00:00Z"),
    Due("Ends on the day of 23 hours", "9 d", "2026-03-13 start", "", "2026-03-22", "2026-03-22 23:00Z"),
    Due("Ramadan 2027: ends in it", "10 wd", "2027-02-01 start", "", "2027-02-15", "2027-02-16 00:00Z"),
]

DUE = {
    "Working days": WORKING_DAYS,
    "Unity Day": UNITY_DAY,
    "Feasts that follow the moon, and decreed days": MOON,
    "Calendar days": CALENDAR_DAYS,
    "Months": MONTHS,
    "Pauses": PAUSES,
    "Start, stop and restart": STARTS_AND_RESTARTS,
    "Ramadan and midnight": RAMADAN,
}

READINGS = [
    Reading("Just filed", "5 wd", "2026-01-19 10:00 start", "2026-01-19 12:00", "running", "2026-01-26", "5", 0),
    Reading("Friday evening", "5 wd", "2026-01-19 start", "2026-01-23 18:00", "running", "2026-01-26", "1", 0),
    Reading("Saturday", "5 wd", "2026-01-19 start", "2026-01-24", "running", "2026-01-26", "1", 0),
    Reading("The last day begins", "5 wd", "2026-01-19 start", "2026-01-26 00:00", "running", "2026-01-26", "0", 0),
    Reading("The last minute", "5 wd", "2026-01-19 start", "2026-01-26 23:59", "running", "2026-01-26", "0", 0),
    Reading("Midnight: too late", "5 wd", "2026-01-19 start", "2026-01-27 00:00", "overdue", "2026-01-26", "0", 1),
    Reading("The Saturday after is no fifth day", "5 wd", "2026-01-19 start", "2026-01-31", "overdue", "2026-01-26", "0", 4),
    Reading("Paused for weeks: what is left stays", "5 wd", "2026-01-19 start; 2026-01-22 pause", "2026-02-15", "paused", "", "2", 0),
    Reading("Read before the pause", "5 wd", "2026-01-19 start; 2026-01-22 pause", "2026-01-21", "running", "2026-01-26", "3", 0),
    Reading("Read before the filing", "5 wd", "2026-01-19 start", "2026-01-18", "not_started", "", "", 0),
    Reading("A main document is missing", "5 wd", "2026-01-19 wait", "2026-01-23", "not_started", "", "", 0),
    Reading("Answered on the last evening", "5 wd", "2026-01-19 start; 2026-01-26 18:00 stop", "2026-02-10", "stopped", "2026-01-26", "", 0),
    Reading("Answered two days late, read later", "5 wd", "2026-01-19 start; 2026-01-28 09:00 stop", "2026-02-10", "stopped", "2026-01-26", "", 2),
    Reading("Answered while paused", "5 wd", "2026-01-19 start; 2026-01-22 pause; 2026-01-30 stop", "2026-02-10", "stopped", "", "", 0),
    Reading("Withdrawn before it started", "5 wd", "2026-01-19 wait; 2026-01-21 stop", "2026-01-22", "stopped", "", "", 0),
    Reading("Late, then paused: the days late stay", "5 wd", "2026-01-19 start; 2026-01-28 pause", "2026-02-10", "paused", "2026-01-26", "0", 2),
    Reading("Late, paused, and on again", "5 wd", "2026-01-19 start; 2026-01-28 pause; 2026-02-09 resume", "2026-02-11", "overdue", "2026-01-26", "0", 4),
    Reading("Modifications asked", "5 wd", "2026-01-19 start; 2026-01-21 stop", "2026-01-30", "stopped", "2026-01-26", "", 0),
    Reading("Begun again", "5 wd", "2026-01-19 start; 2026-01-21 stop; 2026-01-30 restart", "2026-01-30", "running", "2026-02-06", "5", 0),
    Reading("Calendar days left", "15 d carry", "2026-04-06 start", "2026-04-20", "running", "2026-04-21", "1", 0),
    Reading("Calendar days late", "15 d carry", "2026-04-06 start", "2026-04-25", "overdue", "2026-04-21", "0", 4),
    Reading("Days left in a month", "1 m carry", "2026-09-10 start", "2026-09-30", "running", "2026-10-12", "12", 0),
    Reading("A paused month", "1 m carry", "2026-09-10 start; 2026-09-15 pause", "2026-10-01", "paused", "", "25", 0),
    Reading("In Ramadan, half past midnight UTC is late", "5 wd", "2026-02-16 start", "2026-02-24 00:30Z", "overdue", "2026-02-23", "0", 1),
    Reading("In Ramadan, half past eleven UTC is not", "5 wd", "2026-02-16 start", "2026-02-23 23:30Z", "running", "2026-02-23", "0", 0),
]

TEN = "2026-01-19 start"

SILENCE = [
    Silence("Nothing was answered", "10 wd", TEN, True, "", "", "2026-01-20", "2026-02-02 23:00Z"),
    Silence("The act is not on the list", "10 wd", TEN, False, "", "", "2026-03-01", ""),
    Silence("A main document is missing", "10 wd", "2026-01-19 wait", True, "", "", "2026-03-01", ""),
    Silence("Paused before the end", "10 wd", f"{TEN}; 2026-01-28 pause", True, "", "", "2026-03-01", ""),
    Silence("Paused on the last day", "10 wd", f"{TEN}; 2026-02-02 23:00 pause", True, "", "", "2026-03-01", ""),
    Silence("Paused and on again", "10 wd", f"{TEN}; 2026-01-28 pause; 2026-02-05 resume", True, "", "", "2026-03-01", "2026-02-10 23:00Z"),
    Silence("Modifications asked in time", "10 wd", f"{TEN}; 2026-01-28 stop", True, "", "", "2026-03-01", ""),
    Silence("Modified plans filed: the new term", "10 wd", f"{TEN}; 2026-01-28 stop; 2026-02-06 restart", True, "", "", "2026-03-01", "2026-02-21 00:00Z"),
    Silence("Notified in the last minute", "10 wd", TEN, True, "2026-02-01", "2026-02-02 23:59", "2026-03-01", ""),
    Silence("Notified at midnight: too late", "10 wd", TEN, True, "2026-02-01", "2026-02-03 00:00", "2026-03-01", "2026-02-02 23:00Z"),
    Silence("Signed in time and left in a drawer", "10 wd", TEN, True, "2026-01-28", "", "2026-03-01", "2026-02-02 23:00Z"),
    Silence("Signed in time, under a term that signature ends", "10 wd until signed", TEN, True, "2026-01-28", "", "2026-03-01", ""),
    Silence("Stopped in the last minute", "10 wd", f"{TEN}; 2026-02-02 23:59 stop", True, "", "", "2026-03-01", ""),
    Silence("Stopped at midnight: too late", "10 wd", f"{TEN}; 2026-02-03 00:00 stop", True, "", "", "2026-03-01", "2026-02-02 23:00Z"),
    Silence("A pause written after the grant takes nothing away", "10 wd", f"{TEN}; 2026-02-04 pause", True, "", "", "2026-03-01", "2026-02-02 23:00Z"),
    Silence("Nor does a restart written after the grant", "10 wd", f"{TEN}; 2026-02-04 restart", True, "", "", "2026-03-01", "2026-02-02 23:00Z"),
    Silence("A restart in time begins a new term", "10 wd", f"{TEN}; 2026-01-30 restart", True, "", "", "2026-03-01", "2026-02-13 23:00Z"),
    Silence("Refused in time, reconsidered, then silence", "10 wd", f"{TEN}; 2026-01-28 stop; 2026-02-06 restart", True, "2026-01-27", "2026-01-28", "2026-03-01", "2026-02-21 00:00Z"),
    Silence("A notification that lies ahead is no answer yet", "10 wd", TEN, True, "", "2026-01-30", "2026-01-29", "2026-02-02 23:00Z"),
    Silence("The last day is a Saturday, carried over", "15 d carry", "2026-04-10 start", True, "", "", "2026-04-26", "2026-04-27 23:00Z"),
    Silence("Never filed", "10 wd", "2026-01-19 start", True, "", "", "2026-01-18", ""),
]

WARNED = [
    Warned("Half time and five days fall together: one warning", "10 wd", TEN, "", "2026-01-26", "2026-01-30", "2026-02-03"),
    Warned("Fifteen days", "15 d", "2026-04-06 start", "2026-04-14", "2026-04-16", "2026-04-20", "2026-04-22"),
    Warned("Thirty days", "30 d", "2026-04-01 start", "2026-04-16", "2026-04-26", "2026-04-30", "2026-05-02"),
    Warned("Five working days: no warning at five", "5 wd", TEN, "2026-01-22", "", "2026-01-23", "2026-01-27"),
    Warned("Two working days", "2 wd", TEN, "", "", "2026-01-20", "2026-01-22"),
    Warned("One working day", "1 wd", TEN, "", "", "", "2026-01-21"),
    Warned("A pause moves what is still to come", "10 wd", f"{TEN}; 2026-01-23 pause; 2026-02-02 resume", "", "2026-02-03", "2026-02-09", "2026-02-11"),
    Warned("Paused: nobody is warned", "10 wd", f"{TEN}; 2026-01-23 pause", "", "", "", ""),
    Warned("Answered: nobody is warned", "10 wd", f"{TEN}; 2026-01-23 stop", "", "", "", ""),
]

# A large project filed on 19 January (RGC 18, 34, 37); the president's two days are an example.
HELD_READ_ON = "2026-02-19"
HELD = [
    Held("dispatch", "commune", "3 wd", "2026-01-19", "2026-01-26", "2026-01-22", 2),
    Held("opinions", "urban_agency", "15 wd from filing", "2026-01-26", "2026-02-11", "2026-02-09", 2),
    Held("opinions", "province", "15 wd from filing", "2026-01-26", "2026-02-05", "2026-02-09", 0),
    Held("minutes", "secretariat", "3 wd", "2026-02-11", "2026-02-13", "2026-02-16", 0),
    Held("decision", "president", "2 wd", "2026-02-13", "", "2026-02-17", 2),
]
