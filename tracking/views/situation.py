"""What each state says to the applicant: in one sentence where the file is, and what they must do now.

The sentences are the register's (docs/glossary.md); one that needs a date nobody knows is replaced by the one without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Dossier
from ..models import DossierState as S

H: Final = Dossier.Holder


@dataclass(frozen=True, slots=True)
class Situation:
    """`kind`: of the chip. `words`: the sentence; `needs`: the values it names; `otherwise`: when one is unknown."""

    kind: str
    words: Promise
    needs: tuple[str, ...] = ()
    otherwise: Promise | None = None
    todo: Promise | None = None

    def sentence(self, values: Mapping[str, Any]) -> tuple[Promise, dict[str, Any]]:
        """The words that fit what is known, and the values they name."""
        if all(values.get(name) is not None for name in self.needs):
            return self.words, {name: values[name] for name in self.needs}
        return self.otherwise or self.words, {}


_EXAMINED: Final = _("Your file is complete and is being examined.")
_NOTHING_OWED: Final = _("Your request is accepted. The revenue office will tell you the amount to pay.")

SITUATIONS: Final[Mapping[str, Situation]] = {
    S.FILED: Situation("current", _("Your file has arrived. The desk checks that it is complete.")),
    S.HELD_INCOMPLETE: Situation(
        "warning",
        _("Main documents are missing. The time for the answer begins when all of them are received."),
        todo=_("Give the documents that are asked for."),
    ),
    S.ADMITTED: Situation(
        "current", _("Your file is complete. You will have the answer by %(due_on)s."), ("due_on",), _EXAMINED
    ),
    S.IN_CONSULTATION: Situation(
        "current",
        _("Administrations are examining your file: %(asked)s. The answer comes by %(due_on)s."),
        ("asked", "due_on"),
        _("Several administrations are examining your file."),
    ),
    S.IN_SESSION: Situation(
        "current",
        _("The commission meets on %(held_on)s. Your architect may ask to present the project."),
        ("held_on",),
        _("Your file is before the commission."),
    ),
    S.VISIT_SCHEDULED: Situation(
        "current",
        _("The visit is on %(visit_on)s, between %(visit_from)s and %(visit_until)s."),
        ("visit_on", "visit_from", "visit_until"),
        _("A visit of the place is being prepared."),
        todo=_("Be there, or have somebody there for you."),
    ),
    S.INQUIRY_OPEN: Situation("current", _("The neighbours may give their opinion on your request.")),
    S.AWAITING_DECISION: Situation(
        "current",
        _("The examination is over. The president of the council must decide by %(due_on)s."),
        ("due_on",),
        _("The examination is over. The president of the council decides."),
    ),
    S.RESERVATIONS_NOTIFIED: Situation(
        "warning",
        _("Your designer has until %(wait_until)s to answer minor reservations. The time for the answer goes on."),
        ("wait_until",),
        _("Your designer is asked to answer minor reservations. The time for the answer goes on."),
        todo=_("Answer the reservations, with your designer."),
    ),
    S.MODIFICATION_REQUESTED: Situation(
        "warning",
        _("The president asks for modifications. A whole new term starts on the day you file your new plans."),
        todo=_("Send the modified plans."),
    ),
    S.DEFERRED: Situation(
        "current",
        _("The decision is put off until %(wait_until)s at the latest; the reasons are attached."),
        ("wait_until",),
        _("The decision is put off; the reasons are attached."),
    ),
    S.SIGNED: Situation("current", _("The decision is signed. It is being notified to you.")),
    S.APPROVED: Situation(
        "success",
        _("Your request is accepted. Pay %(amount)s dirhams to receive the act."),
        ("amount",),
        _NOTHING_OWED,
        todo=_("Pay the fee at the revenue office. The act is handed over at once."),
    ),
    S.DELIVERED: Situation("success", _("Your act is ready. Anyone can verify it by its QR code.")),
    S.REFUSED: Situation(
        "danger",
        _("Your request is refused, with reasons. You may correct and file again, or contest the decision."),
    ),
    S.REGISTERED: Situation(
        "success",
        _("Your declaration is registered under the number %(reference)s. You have no answer to wait for."),
        ("reference",),
    ),
    S.NOT_REQUIRED: Situation("success", _("What you describe needs no permit. The written answer is below.")),
    S.CONVERTED: Situation("neutral", _("This request became another one, with the same answers.")),
    S.REDIRECTED: Situation(
        "neutral",
        _("Another authority decides on this request: %(authority)s."),
        ("authority",),
        _("Another authority decides on this request."),
    ),
    S.WITHDRAWN: Situation("neutral", _("You withdrew your request. Your documents stay in your space.")),
    S.CLOSED_UNANSWERED: Situation(
        "neutral", _("We did not receive the missing documents. Nothing is lost: you can file again.")
    ),
    S.TACITLY_GRANTED: Situation(
        "success",
        _("The administration did not answer in time: by law its silence grants your request."),
        todo=_("Ask the governor for the certificate."),
    ),
    S.SILENCE_CERTIFICATE_REQUESTED: Situation(
        "current",
        _("Your request for the certificate is with the governor. The answer is expected by %(wait_until)s."),
        ("wait_until",),
        _("Your request for the certificate is with the governor."),
    ),
    S.SILENCE_CERTIFIED: Situation(
        "success", _("The governor certifies the grant. The certificate stands for your act.")
    ),
    S.SUBSTITUTION_REQUESTED: Situation("current", _("You asked the governor to act in the president's place.")),
}
NOTHING_TO_DO: Final = _("You have nothing to do now.")
EXPECTS_ANSWER: Final = frozenset(
    {
        S.FILED,
        S.ADMITTED,
        S.IN_CONSULTATION,
        S.IN_SESSION,
        S.VISIT_SCHEDULED,
        S.INQUIRY_OPEN,
        S.AWAITING_DECISION,
        S.RESERVATIONS_NOTIFIED,
        S.DEFERRED,
        S.SIGNED,
    }
)
