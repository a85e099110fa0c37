"""The journal as the applicant reads it: one sentence an entry, newest first; what is only for officers stays out.

A decision is told when it is notified, not when it is prepared. No officer is named: offices act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role

from ..lifecycle.table import APPLICANT, MANDATARY, SYSTEM
from ..models import Event
from .words import said


@dataclass(frozen=True, slots=True)
class Entry:
    """How one kind of entry is told. `details`: a second sentence and the datum of the entry's facts that it names."""

    title: Promise
    kind: str = ""
    details: tuple[Promise, str] | None = None


TOLD: Final[Mapping[str, Entry]] = {
    "lodge": Entry(_("Request filed")),
    "hold_incomplete": Entry(
        _("Main documents missing"), "danger", (_("Documents listed in the receipt: %(value)s."), "count")
    ),
    "admit": Entry(_("File complete: the time for the answer runs"), "success"),
    "register": Entry(_("Declaration registered"), "success"),
    "contest_pieces": Entry(_("Documents asked again"), "danger", (_("Documents listed: %(value)s."), "count")),
    "remind_pieces": Entry(_("Reminder: documents are still missing")),
    "answer_list": Entry(_("Documents received")),
    "complete": Entry(_("All the documents asked for were received"), "success"),
    "close_unanswered": Entry(_("File closed: the documents were not received"), "danger"),
    "add_piece": Entry(_("Document for information received")),
    "withdraw": Entry(_("Request withdrawn"), "", (_("At the counter, on a signed request."), "counter")),
    "redirect": Entry(_("Sent to the competent authority"), "", (_("Authority: %(value)s."), "authority")),
    "find_not_required": Entry(_("Written answer: no permit is required"), "success"),
    "prepare_decision": Entry(_("Examined by the technical service; the file is with the president")),
    "dispatch": Entry(_("Opinions asked from the administrations concerned")),
    "add_member": Entry(_("The opinion of one more administration was asked")),
    "open_session": Entry(_("Put on the agenda of the commission"), "", (_("Session of %(value)s."), "held_on")),
    "give_opinion": Entry(_("An administration gave its opinion")),
    "close_session": Entry(_("Examined by the commission; the file is with the president")),
    "schedule_visit": Entry(_("Visit of the place scheduled"), "", (_("Visit on %(value)s."), "starts_at")),
    "report_visit": Entry(_("Visit made; the file is with the president")),
    "request_modifications": Entry(_("The president asks for modifications"), "danger"),
    "file_modified": Entry(_("Modified file received: the time for the answer starts again"), "success"),
    "notify_reservations": Entry(_("Minor reservations notified to your designer"), "danger"),
    "lift_reservations": Entry(_("Answer to the reservations received")),
    "lapse_reservations": Entry(_("The days for the reservations are over; the file is with the president")),
    "sign_grant": Entry(_("Decision signed")),
    "sign_refusal": Entry(_("Decision signed")),
    "notify_grant": Entry(_("Request accepted"), "success"),
    "notify_refusal": Entry(_("Request refused, with reasons"), "danger"),
    "enter_fee_amount": Entry(_("The amount to pay is known")),
    "record_payment": Entry(_("Payment received"), "success", (_("Receipt number: %(value)s."), "quittance")),
    "remind_fee": Entry(_("Reminder: the fee is not paid yet")),
    "deliver": Entry(_("Act delivered"), "success", (_("Number: %(value)s."), "number")),
    "grant_by_silence": Entry(_("Granted by silence: the administration did not answer in time"), "success"),
    "request_silence_certificate": Entry(_("Certificate asked from the governor")),
    "certify_silence": Entry(_("The governor certifies the grant"), "success"),
    "decline_silence_certificate": Entry(_("The governor declined the certificate, with reasons"), "danger"),
    "overdue": Entry(_("The last day of the answer has passed"), "danger", (_("It was %(value)s."), "due_on")),
    "due_moved": Entry(_("The last day of the answer has moved"), "", (_("It is now %(value)s."), "to")),
}

_DAYS: Final = frozenset({"held_on", "due_on", "to"})
_MOMENTS: Final = frozenset({"starts_at"})

OFFICES: Final[Mapping[str, Promise]] = {
    SYSTEM: _("The portal"),
    APPLICANT: _("You"),
    MANDATARY: _("Your mandatary"),
    str(Role.CLERK): _("Registry desk"),
    str(Role.TECHNICIAN): _("Technical service"),
    str(Role.CASHIER): _("Revenue office"),
    str(Role.MEMBER): _("Consulted administration"),
    str(Role.COMMITTEE_SECRETARY): _("Secretariat of the committee"),
    str(Role.PRESIDENT): _("President of the council"),
    str(Role.DELEGATE): _("President of the council, by delegation"),
    str(Role.GOVERNOR): _("Governor"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, ready for a page."""

    at: datetime
    title: Promise
    kind: str
    by: Promise | str
    text: SafeString | str


def story_of(events: Sequence[Event]) -> list[Line]:
    """The lines of `events`, which are in the journal's order; the newest first."""
    lines = [_line(event, TOLD[event.kind]) for event in events if event.kind in TOLD]
    return lines[::-1]


def _line(event: Event, entry: Entry) -> Line:
    text: SafeString | str = ""
    if entry.details is not None:
        words, name = entry.details
        value = event.facts.get(name)
        text = said(words, value=_read(name, value)) if value not in (None, "") else ""
    return Line(event.at, entry.title, entry.kind, OFFICES.get(event.actor_role, ""), text)


def _read(name: str, value: Any) -> Any:
    """The facts of the journal are plain: a day or a moment becomes one again."""
    if name in _DAYS:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name in _MOMENTS else value
