"""States of the dossier and of the act, with the words a citizen and an officer read (practice over the law's own terms).

Late is never a state: it is a property of the clock. A draft is not a dossier.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DossierState(models.TextChoices):
    FILED = "filed", _("Filed")
    HELD_INCOMPLETE = "held_incomplete", _("To be completed")
    ADMITTED = "admitted", _("Admissible")
    IN_CONSULTATION = "in_consultation", _("Opinions asked")
    IN_SESSION = "in_session", _("Before the commission")
    VISIT_SCHEDULED = "visit_scheduled", _("Visit scheduled")
    INQUIRY_OPEN = "inquiry_open", _("Public inquiry")
    AWAITING_DECISION = "awaiting_decision", _("With the president")
    RESERVATIONS_NOTIFIED = "reservations_notified", _("Minor reservations")
    MODIFICATION_REQUESTED = "modification_requested", _("Modifications requested")
    DEFERRED = "deferred", _("Decision deferred")
    SIGNED = "signed", _("Signed, to be notified")
    APPROVED = "approved", _("Approved, fee to be paid")
    DELIVERED = "delivered", _("Delivered")
    REFUSED = "refused", _("Refused with reasons")
    REGISTERED = "registered", _("Declaration registered")
    NOT_REQUIRED = "not_required", _("No permit required")
    CONVERTED = "converted", _("Converted into another request")
    REDIRECTED = "redirected", _("Sent to the competent authority")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    CLOSED_UNANSWERED = "closed_unanswered", _("Closed, pieces not received")
    TACITLY_GRANTED = "tacitly_granted", _("Granted by silence")
    SILENCE_CERTIFICATE_REQUESTED = (
        "silence_certificate_requested",
        _("Certificate of silence requested"),
    )
    SILENCE_CERTIFIED = "silence_certified", _("Silence certified")
    SUBSTITUTION_REQUESTED = "substitution_requested", _("Substitution requested")

    @property
    def ends(self) -> bool:
        """Whether the dossier's own life is over in this state."""
        return self in _ENDS


_ENDS = frozenset(
    {
        DossierState.DELIVERED,
        DossierState.REFUSED,
        DossierState.REGISTERED,
        DossierState.NOT_REQUIRED,
        DossierState.CONVERTED,
        DossierState.REDIRECTED,
        DossierState.WITHDRAWN,
        DossierState.CLOSED_UNANSWERED,
        DossierState.SILENCE_CERTIFIED,
    }
)


class ActState(models.TextChoices):
    PREPARED = "prepared", _("Number taken, not signed yet")
    VOIDED = "voided", _("Number voided")
    SIGNED = "signed", _("Signed, not delivered")
    VALID = "valid", _("In force")
    IN_WORKS = "in_works", _("Works opened")
    WORKS_STOPPED = "works_stopped", _("Works stopped by order")
    COMPLETED = "completed", _("Works completed")
    LAPSE_PRESUMED = "lapse_presumed", _("Lapse to be checked")
    LAPSED = "lapsed", _("Lapsed")
    EXPIRED = "expired", _("Expired")
    RENOUNCED = "renounced", _("Renounced by its holder")
    CEASED = "ceased", _("Activity ceased")
    TRANSFERRED = "transferred", _("Holder changed")
    SUPERSEDED = "superseded", _("Replaced by a later act")
    RETRACTED = "retracted", _("Withdrawn by the administration")
    REVOKED = "revoked", _("Revoked")
    SUSPENDED = "suspended", _("Suspended by a judge")
    ANNULLED = "annulled", _("Annulled by a judge")


class StateCause(models.TextChoices):
    """Why the portal itself moved an act: a code, so that each reader is told in their own language."""

    WITHDRAWN = "withdrawn", _("The applicant withdrew the request.")
    TERM_ENDED = "term_ended", _("The term ended before the refusal was notified.")
