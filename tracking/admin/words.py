"""What an officer's screens say of dates, people and entries of the journal; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.accounts.models import Role

from ..lifecycle.table import RUNNING
from ..models import Dossier, DossierState

SOON: Final = 3

# What happened, as an officer reads it afterwards.
_ENTRIES: Final[dict[str, Promise]] = {
    "lodge": gettext_lazy("Filed"),
    "hold_incomplete": gettext_lazy("Documents found missing"),
    "admit": gettext_lazy("Declared complete"),
    "register": gettext_lazy("Declaration registered"),
    "contest_pieces": gettext_lazy("Documents asked for"),
    "remind_pieces": gettext_lazy("Reminded of the documents"),
    "answer_list": gettext_lazy("Documents received"),
    "complete": gettext_lazy("List of documents complete"),
    "close_unanswered": gettext_lazy("Closed, documents not received"),
    "add_piece": gettext_lazy("Document added"),
    "check_piece": gettext_lazy("Document checked"),
    "withdraw": gettext_lazy("Withdrawn by the applicant"),
    "redirect": gettext_lazy("Sent to the competent authority"),
    "find_not_required": gettext_lazy("No permit required"),
    "prepare_decision": gettext_lazy("Sent to the president"),
    "dispatch": gettext_lazy("Opinions asked"),
    "add_member": gettext_lazy("One more body asked"),
    "open_session": gettext_lazy("Put on an agenda"),
    "give_opinion": gettext_lazy("Opinion given"),
    "close_session": gettext_lazy("Session closed"),
    "schedule_visit": gettext_lazy("Visit scheduled"),
    "report_visit": gettext_lazy("Visit reported"),
    "request_modifications": gettext_lazy("Modifications requested"),
    "file_modified": gettext_lazy("Modified file received"),
    "notify_reservations": gettext_lazy("Minor reservations notified"),
    "lift_reservations": gettext_lazy("Reservations answered"),
    "lapse_reservations": gettext_lazy("Time for the reservations over"),
    "decide_grant": gettext_lazy("Grant decided"),
    "decide_refusal": gettext_lazy("Refusal decided"),
    "void_decision": gettext_lazy("Number voided"),
    "sign_grant": gettext_lazy("Act signed"),
    "sign_refusal": gettext_lazy("Refusal signed"),
    "notify_grant": gettext_lazy("Decision notified"),
    "notify_refusal": gettext_lazy("Decision notified"),
    "enter_fee_amount": gettext_lazy("Amount due entered"),
    "record_payment": gettext_lazy("Payment recorded"),
    "remind_fee": gettext_lazy("Reminded of the fee"),
    "deliver": gettext_lazy("Act delivered"),
    "grant_by_silence": gettext_lazy("Granted by silence"),
    "request_silence_certificate": gettext_lazy("Certificate of silence requested"),
    "prepare_silence_certificate": gettext_lazy("Certificate of silence prepared"),
    "void_certificate": gettext_lazy("Number voided"),
    "certify_silence": gettext_lazy("Silence certified"),
    "decline_silence_certificate": gettext_lazy("Certificate of silence declined"),
    "overdue": gettext_lazy("The term ended without an answer"),
    "due_moved": gettext_lazy("Last day moved by decree"),
    "act_sign": gettext_lazy("Act signed"),
    "act_void": gettext_lazy("Number voided"),
    "act_issue": gettext_lazy("Act issued"),
    "act_take_effect": gettext_lazy("Act in force"),
    "act_expire": gettext_lazy("Act expired"),
    "act_presume_lapse": gettext_lazy("Lapse to be checked"),
}
_AT_THE_COUNTER: Final[dict[str, Promise]] = {
    "withdraw": gettext_lazy("Withdrawn by the applicant, at the counter"),
}
# What an act underwent together with its file stands there already.
REPEATED: Final = frozenset({"act_sign", "act_issue"})
_ROLES: Final[dict[str, Promise]] = {
    "applicant": gettext_lazy("Applicant"),
    "mandatary": gettext_lazy("Mandatary"),
    "system": gettext_lazy("The portal"),
}


def entry_words(kind: str, *, at_the_counter: bool = False) -> Promise | str:
    """What an entry of the journal of `kind` is called; `at_the_counter`: the applicant did it there, in person."""
    return (_AT_THE_COUNTER.get(kind) if at_the_counter else None) or _ENTRIES.get(kind) or _("Another entry")


def role_words(role: str) -> Promise | str:
    """The name of a role as the journal keeps it."""
    if role in _ROLES:
        return _ROLES[role]
    return Role(role).label if role in Role.values else role


def masked_identity(number: str) -> str:
    """An identity number of which only the letters and the last three characters are shown: `AB***456`."""
    letters = number[: len(number) - len(number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
    rest = number[len(letters) :]
    return f"{letters}***{rest[-3:] if len(rest) > 3 else ''}" if number else ""


def masked_address(address: str) -> str:
    """A phone or an e-mail of which enough is shown to recognise it."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***@{domain}" if at else f"***{address[-3:]}"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a file as an officer reads it. `kind`: `late`, `today`, `soon`, `later`, `waits` or `none`."""

    kind: str
    day: date | None
    words: str

    @property
    def is_late(self) -> bool:
        return self.kind == "late"


def due_of(dossier: Dossier, *, today: date) -> Due:
    """By when somebody must have answered; a clock that does not run presses nobody."""
    if dossier.state in RUNNING:
        if dossier.due_on is None:
            return Due("none", None, _("No last day"))
        return Due(_pressing((dossier.due_on - today).days), dossier.due_on, days_words(dossier.due_on, today=today))
    if dossier.wait_until is not None:
        return Due("waits", dossier.wait_until, _("Waits for the applicant"))
    if dossier.state in (DossierState.HELD_INCOMPLETE, DossierState.MODIFICATION_REQUESTED):
        return Due("waits", None, _("Clock stopped"))
    return Due("none", None, "" if DossierState(dossier.state).ends else _("Answered"))


def _pressing(days: int) -> str:
    if days < 0:
        return "late"
    if days == 0:
        return "today"
    return "soon" if days <= SOON else "later"


def days_words(day: date, *, today: date) -> str:
    """How far `day` lies from `today`, in calendar days."""
    days = (day - today).days
    if days == 0:
        return _("Today")
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
