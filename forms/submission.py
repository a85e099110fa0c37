"""The one call to the register: a draft is filed once, however often the button is pressed.

Nothing here changes an answer. A draft whose version is no longer in force is not filed before its holder has seen what
changed (`forms.moving`); a missing main document does not prevent filing, it makes an incomplete receipt (RGC 33).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid, Refused
from portal.kernel.files import discard
from portal.kernel.models import StoredFile
from portal.kernel.now import local_date
from procedures.conditions import Place
from procedures.law import answers_that_count
from procedures.local import facts_in_force
from procedures.versions import version_in_force
from tracking.models import Dossier
from tracking.service import FiledPiece, open_dossier

from .applicant import applicant_of
from .builder import is_asked, is_complete
from .documents import asked_of
from .holders import locked
from .models import Draft


def check_open_online(draft: Draft, *, at: datetime) -> None:
    """Raises `Refused` when the procedure is not in force or the commune does not take it online."""
    if version_in_force(draft.key, on=local_date(at)) is None:
        raise Refused(
            _("This procedure is no longer in force. Your draft is kept; ask the commune what replaces it."),
            code="procedure_not_in_force",
        )
    local = facts_in_force(draft.commune, draft.key, at=at)
    if local is not None and local.facts.get("online") is False:
        raise Refused(
            _("The commune does not take this request online at the moment. Your draft is kept."), code="not_online"
        )


def must_move(draft: Draft, *, at: datetime) -> bool:
    """Whether another version than the draft's is in force on the day of `at`."""
    in_force = version_in_force(draft.key, on=local_date(at))
    return in_force is not None and in_force.pk != draft.version_id


def unanswered_step(draft: Draft) -> str | None:
    """The first step that still has something to answer; `None` when all are answered."""
    snapshot, place = draft.version.snapshot, Place.of(draft.commune)
    answers = answers_that_count(snapshot, draft.answers, place)
    given = draft.data.get("answers", {})
    for step in snapshot.steps:
        if is_asked(step, answers, place) and not (step.key in given and is_complete(step, answers, place)):
            return step.key
    return None


def submit_draft(*, draft: Draft, actor: User, at: datetime) -> Dossier:
    """File the draft and give its dossier; a second call gives the same one.

    Raises `Refused` (not in force, not online), `Invalid` (`steps_missing`, `version_changed`), `NotFound` (closed).
    """
    left: list[StoredFile] = []
    with transaction.atomic():
        row = Draft.objects.select_for_update().get(pk=draft.pk)
        if row.state == Draft.State.FILED:
            return Dossier.objects.visible_to(actor).get(reference=row.dossier_reference)
        row = locked(row)
        check_open_online(row, at=at)
        if must_move(row, at=at):
            raise Invalid(_("The rules changed since you began. See what changed first."), code="version_changed")
        if unanswered_step(row) is not None:
            raise Invalid(_("Some questions are not answered yet."), code="steps_missing")
        snapshot, place = row.version.snapshot, Place.of(row.commune)
        answers = answers_that_count(snapshot, row.answers, place)
        given = [upload for document in asked_of(row, snapshot, answers, place) for upload in document.uploads]
        dossier = open_dossier(
            actor=actor,
            applicant=applicant_of(answers, actor=actor, language=row.language),
            version=row.version,
            commune=row.commune,
            answers=answers,
            pieces=[FiledPiece(document_code=u.document_code, file=u.file, name=u.name) for u in given],
            origin=Dossier.Origin.ONLINE,
            idempotency_key=f"draft:{row.pk}",
            at=at,
        )
        # Files for a document that the answers no longer ask for are not the commune's to keep.
        unasked = row.uploads.exclude(pk__in=[upload.pk for upload in given])
        left = [upload.file for upload in unasked.select_related("file")]
        unasked.delete()
        row.state = Draft.State.FILED
        row.owner = row.owner or actor
        row.dossier_reference, row.touched_at = dossier.reference, at
        row.save(update_fields=["state", "owner", "dossier_reference", "touched_at"])
    for file in left:
        discard(file)
    return dossier
