"""What each state of an act means to whoever holds its paper, in one sentence, and how serious it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import ActState as A
from .check import Doubt


@dataclass(frozen=True, slots=True)
class Meaning:
    """`kind`: of the chip (`success`, `warning`, `danger`); `words`: the sentence."""

    kind: str
    words: Promise


STATES: Final[Mapping[str, Meaning]] = {
    A.VALID: Meaning("success", _("The act is in force today.")),
    A.IN_WORKS: Meaning("success", _("The act is in force; the opening of the works was declared.")),
    A.COMPLETED: Meaning("success", _("The works it allowed were declared completed.")),
    A.TRANSFERRED: Meaning("success", _("The act is in force; its holder has changed.")),
    A.WORKS_STOPPED: Meaning("danger", _("The works are stopped by order: nothing may be built on this act now.")),
    A.LAPSE_PRESUMED: Meaning(
        "warning",
        _(
            "The time to begin the works is over and no opening was declared: the permit may have lapsed. Ask the commune."
        ),
    ),
    A.LAPSED: Meaning("danger", _("The act has lapsed: it allows nothing any more.")),
    A.EXPIRED: Meaning("danger", _("The time of the act is over: it allows nothing any more.")),
    A.RENOUNCED: Meaning("danger", _("Its holder has given the act up.")),
    A.CEASED: Meaning("danger", _("The activity has ceased.")),
    A.SUPERSEDED: Meaning("danger", _("A later act replaces this one.")),
    A.RETRACTED: Meaning("danger", _("The administration has withdrawn the act: it has no effect.")),
    A.REVOKED: Meaning("danger", _("The act was revoked: it allows nothing any more.")),
    A.SUSPENDED: Meaning("danger", _("A judge has suspended the act: it may not be used now.")),
    A.ANNULLED: Meaning("danger", _("A judge has annulled the act: it has no effect.")),
}
# A refusal in force allows nothing: it must not read like a permit in force.
REFUSED: Final = Meaning("danger", _("This decision refuses a request: it allows nothing."))
NOTED: Final = Meaning("success", _("This document stands in the register of the commune."))

KINDS: Final[Mapping[str, Promise]] = {
    "permit": _("Permit"),
    "order": _("Order of the president of the council"),
    "certificate": _("Certificate"),
    "refusal": _("Refusal with reasons"),
    "silence_certificate": _("Certificate that silence granted"),
    "declaration_receipt": _("Receipt of a declaration"),
    "not_required": _("Written answer: no permit is required"),
    "foreign": _("Act recorded from its paper"),
}

DOUBTS: Final[Mapping[str, Promise]] = {
    Doubt.NOT_KEPT: _(
        "The signature of this file is whole, but it is not the file that the commune keeps of this act. Ask the commune."
    ),
    Doubt.UNSIGNED: _(
        "This file bears no signature, so nothing proves that it was not changed. Compare what it says with the facts below."
    ),
    Doubt.UNKNOWN_SIGNER: _("This file is signed by somebody the portal does not know: it proves nothing."),
    Doubt.UNREADABLE: _("This file cannot be read as a PDF. Send the file you received, not a photo or a scan of it."),
}

# Where no act is recognised there are no facts to compare with.
UNKNOWN: Final = _(
    "This file bears no signature and names no act of this portal. A receipt is checked by the number written on it."
)


def meaning_of(kind: str, state: str) -> Meaning:
    """What an act of `kind` in `state` means to its reader."""
    if state == A.VALID and kind == "refusal":
        return REFUSED
    if state == A.VALID and kind in ("declaration_receipt", "not_required"):
        return NOTED
    return STATES[state]
