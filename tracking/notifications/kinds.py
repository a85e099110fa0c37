"""Who is told what: one kind a row, with its audience and its sentences. How and when is `outbox` and `delivery`.

A sentence that needs a date nobody knows is left out, never filled with a guess. An SMS is short: Arabic letters make 70
characters a part.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Audience(StrEnum):
    """Whom a kind is for, as seen from one dossier."""

    APPLICANT = "applicant"
    PRESIDENT = "president"
    DESK = "desk"
    GOVERNOR = "governor"
    PROVINCE = "province"
    """The governor, the committee's secretary and the commune's desk."""
    BODIES = "bodies"
    """Members whose body was asked and has not spoken yet."""
    COPIES = "copies"
    """The local authority, and the members who were asked (RGC 39; 475 art. 3)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; `needs`: the datum without which it is left out."""

    words: Promise
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """`sms` empty: told by mail only."""

    code: str
    audience: Audience
    subject: Promise
    lines: tuple[Line, ...]
    sms: tuple[Line, ...] = ()


_A: Final = Audience.APPLICANT
_LAST_DAY = Line(_("You will have the answer by {due_on}."), "due_on")
_NO_TERM = Line(_("No text sets the time of the answer; the commune will tell you of each step."), "no_term")
_FOLLOW = Line(_("Follow your request: {url}"))

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "admitted",
        _A,
        _("Request {reference}: your file is complete"),
        (
            Line(_("The commune of {commune} has received your request {reference}. It is complete.")),
            _LAST_DAY,
            _NO_TERM,
        ),
        (Line(_("Request {reference} received, complete.")), Line(_("Answer by {due_on}."), "due_on")),
    ),
    Kind(
        "held_incomplete",
        _A,
        _("Request {reference}: documents are missing"),
        (
            Line(_("The commune of {commune} has received your request {reference}. Main documents missing: {count}.")),
            Line(_("The time of the answer will start when all of them are there.")),
            Line(_("Give them by {wait_until}."), "wait_until"),
        ),
        (
            Line(_("Request {reference} received. Main documents missing: {count}.")),
            Line(_("Give them by {wait_until}."), "wait_until"),
        ),
    ),
    Kind(
        "registered",
        _A,
        _("Declaration {reference} is registered"),
        (Line(_("Your declaration is registered under the number {reference}. You have no answer to wait for.")),),
        (Line(_("Declaration registered: {reference}. Nothing to wait for.")),),
    ),
    Kind(
        "pieces_asked",
        _A,
        _("Request {reference}: documents to give again"),
        (
            Line(
                _("The commune asks you for documents of the list again: {count}. Each one is explained in your space.")
            ),
            Line(_("Give them by {wait_until}."), "wait_until"),
        ),
        (
            Line(_("Request {reference}: documents asked again: {count}.")),
            Line(_("Give them by {wait_until}."), "wait_until"),
        ),
    ),
    Kind(
        "pieces_reminded",
        _A,
        _("Request {reference}: documents are still missing"),
        (
            Line(_("Documents of your request {reference} are still missing.")),
            Line(_("After {wait_until} the file is closed; you can file again at once."), "wait_until"),
        ),
        (Line(_("Request {reference}: documents still missing, by {wait_until}."), "wait_until"),),
    ),
    Kind(
        "closed_unanswered",
        _A,
        _("Request {reference} is closed"),
        (Line(_("We did not receive the missing documents. Nothing is lost: you can file again from your space.")),),
        (Line(_("Request {reference} closed: documents not received. You can file again.")),),
    ),
    Kind(
        "withdrawn", _A, _("Request {reference} is withdrawn"), (Line(_("Your request is withdrawn, as you asked.")),)
    ),
    Kind(
        "redirected",
        _A,
        _("Request {reference} concerns another authority"),
        (Line(_("Another authority decides on this request: {authority}. The reasons are in your space.")),),
        (Line(_("Request {reference}: another authority decides on it.")),),
    ),
    Kind(
        "not_required",
        _A,
        _("Request {reference}: no permit is required"),
        (Line(_("What you describe needs no permit. The written answer, which anyone can verify, is in your space.")),),
        (Line(_("Request {reference}: no permit is required.")),),
    ),
    Kind(
        "session_opened",
        _A,
        _("Request {reference} is on the agenda"),
        (
            Line(
                _("The commission examines your request on {held_on}. Your designer may ask to present it."), "held_on"
            ),
        ),
        (Line(_("Request {reference}: commission on {held_on}."), "held_on"),),
    ),
    Kind(
        "visit_scheduled",
        _A,
        _("Request {reference}: visit of the place"),
        (
            Line(_("The visit is on {visit_day}, between {visit_from} and {visit_until}."), "visit_day"),
            Line(_("Be there or have somebody there for you.")),
        ),
        (Line(_("Request {reference}: visit on {visit_day}, {visit_from}-{visit_until}."), "visit_day"),),
    ),
    Kind(
        "examined",
        _A,
        _("Request {reference}: the examination is over"),
        (Line(_("The examination of your request is over. The president of the council decides.")), _LAST_DAY),
    ),
    Kind(
        "modifications_requested",
        _A,
        _("Request {reference}: modifications are asked"),
        (
            Line(_("The president of the council asks for modifications, all in one list.")),
            Line(_("A whole new term starts when you file them.")),
        ),
        (Line(_("Request {reference}: modifications are asked.")),),
    ),
    Kind(
        "reservations_notified",
        _A,
        _("Request {reference}: minor reservations"),
        (
            Line(
                _("Your designer has until {wait_until} to answer minor reservations. The term goes on."), "wait_until"
            ),
        ),
        (Line(_("Request {reference}: minor reservations, answer by {wait_until}."), "wait_until"),),
    ),
    Kind(
        "approved",
        _A,
        _("Request {reference} is accepted"),
        (
            Line(_("Your request is accepted.")),
            Line(_("Pay {amount} dirhams at the revenue office to receive the act."), "amount"),
            Line(_("The revenue office will tell you the amount to pay."), "amount_unknown"),
        ),
        (Line(_("Request {reference} accepted.")), Line(_("To pay: {amount} dirhams."), "amount")),
    ),
    Kind(
        "fee_known",
        _A,
        _("Request {reference}: the amount to pay is known"),
        (Line(_("Pay {amount} dirhams at the revenue office to receive the act."), "amount"),),
        (Line(_("Request {reference}, to pay: {amount} dirhams."), "amount"),),
    ),
    Kind(
        "fee_reminded",
        _A,
        _("Request {reference}: the fee is not paid yet"),
        (
            Line(_("Your request is accepted and stays so. The act is handed over once the fee is paid.")),
            Line(_("Pay {amount} dirhams at the revenue office to receive the act."), "amount"),
        ),
        (Line(_("Request {reference} accepted: the fee is not paid yet.")),),
    ),
    Kind(
        "refused",
        _A,
        _("Request {reference} is refused"),
        (Line(_("Your request is refused. The reasons, and how to contest them or file again, are in your space.")),),
        (Line(_("Request {reference} refused. Reasons and remedies:")),),
    ),
    Kind(
        "delivered",
        _A,
        _("Request {reference}: your act is ready"),
        (Line(_("Your act is ready in your space. Anyone can verify it by its code.")),),
        (Line(_("Request {reference}: your act is ready.")),),
    ),
    Kind(
        "granted_by_silence",
        _A,
        _("Request {reference} is granted by silence"),
        (
            Line(_("The administration did not answer in time: by law this grants your request.")),
            Line(_("Ask the governor for the certificate from your space.")),
        ),
        (Line(_("Request {reference} granted by silence. Ask for the certificate:")),),
    ),
    Kind(
        "silence_certified",
        _A,
        _("Request {reference}: the grant is certified"),
        (Line(_("The governor certifies the grant. This certificate stands for your act.")),),
        (Line(_("Request {reference}: the grant is certified.")),),
    ),
    Kind(
        "certificate_declined",
        _A,
        _("Request {reference}: the certificate is declined"),
        (Line(_("The governor declined the certificate. The reasons and the remedies are in your space.")),),
        (Line(_("Request {reference}: certificate declined. Reasons:")),),
    ),
    Kind(
        "to_decide",
        Audience.PRESIDENT,
        _("File {reference}: your decision is awaited"),
        (Line(_("The file {reference} awaits your decision.")), Line(_("Last day: {due_on}."), "due_on")),
    ),
    Kind(
        "act_to_sign",
        Audience.PRESIDENT,
        _("File {reference}: a decision is waiting for your signature"),
        (
            Line(_("A decision on the file {reference} has its number and is not signed yet.")),
            Line(_("Last day: {due_on}."), "due_on"),
        ),
    ),
    Kind(
        "to_notify",
        Audience.DESK,
        _("File {reference}: a signed decision is to be notified"),
        (Line(_("The applicant has no space here: notify the decision by letter or by hand, and record the proof.")),),
    ),
    Kind(
        "opinion_asked",
        Audience.BODIES,
        _("File {reference}: your opinion is asked"),
        (Line(_("Your body is asked for its opinion on the file {reference}, commune of {commune}.")),),
    ),
    Kind(
        "copy_of_act",
        Audience.COPIES,
        _("File {reference}: copy of the act"),
        (
            Line(
                _(
                    "The act on the file {reference}, commune of {commune}, was delivered. You can read it in the register."
                )
            ),
        ),
    ),
    Kind(
        "paper_filed",
        Audience.PROVINCE,
        _("File {reference} was filed on paper"),
        (Line(_("The commune of {commune} recorded the file {reference} from its numbered receipt pad.")),),
    ),
    Kind(
        "silence_reported",
        Audience.PROVINCE,
        _("File {reference} was granted by silence"),
        (Line(_("The term of the file {reference}, commune of {commune}, ended without a notified answer.")),),
    ),
    Kind(
        "certificate_requested",
        Audience.GOVERNOR,
        _("File {reference}: a certificate of silence is asked"),
        (
            Line(
                _("The applicant asks you to certify that silence granted the file {reference}, commune of {commune}.")
            ),
        ),
    ),
)
_BY_CODE: Final = {kind.code: kind for kind in KINDS}
CLOSING: Final = _FOLLOW


def find(code: str) -> Kind:
    """The kind named `code`. Raises `KeyError`."""
    return _BY_CODE[code]
