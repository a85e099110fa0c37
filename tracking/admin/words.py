"""What an officer's screens say of dates, people and entries of the journal; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.accounts.models import Role

from ..lifecycle.table import RUNNING, TRANSITIONS
from ..models import Dossier, DossierState

SOON: Final = 3

_ENTRIES: Final[dict[str, Promise]] = {
    "lodge": gettext_lazy("Filed"),
    "hold_incomplete": gettext_lazy("Documents found missing"),
    "remind_pieces": gettext_lazy("Reminded of the documents"),
    "answer_list": gettext_lazy("Documents received"),
    "close_unanswered": gettext_lazy("Closed, documents not received"),
    "add_piece": gettext_lazy("Document added"),
    "withdraw": gettext_lazy("Withdrawn by the applicant"),
    "lapse_reservations": gettext_lazy("Time for the reservations over"),
    "remind_fee": gettext_lazy("Reminded of the fee"),
    "grant_by_silence": gettext_lazy("Granted by silence"),
    "request_silence_certificate": gettext_lazy("Certificate of silence requested"),
    "overdue": gettext_lazy("The term ended without an answer"),
    "due_moved": gettext_lazy("Last day moved by decree"),
    "act_sign": gettext_lazy("Act signed"),
    "act_void": gettext_lazy("Number voided"),
    "act_issue": gettext_lazy("Act issued"),
    "act_take_effect": gettext_lazy("Act in force"),
    "act_confirm": gettext_lazy("Compared with its original"),
    "act_expire": gettext_lazy("Act expired"),
    "act_presume_lapse": gettext_lazy("Lapse to be checked"),
    "record_foreign_act": gettext_lazy("Act recorded from outside"),
}
_LABELS: Final = {transition.name: transition.label for transition in TRANSITIONS if transition.label}
_ROLES: Final[dict[str, Promise]] = {
    "applicant": gettext_lazy("Applicant"),
    "mandatary": gettext_lazy("Mandatary"),
    "system": gettext_lazy("The portal"),
}


def entry_words(kind: str) -> Promise | str:
    """What an entry of the journal of `kind` is called."""
    return _ENTRIES.get(kind) or _LABELS.get(kind) or kind.replace("_", " ")


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
