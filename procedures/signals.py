"""What a publication sets off: a text of a procedure ends in one attempt to freeze it, a commune's page in dated facts.

The signal comes once a language and by every way (editor, workflow, schedule, translation).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import page_published, published

from portal.kernel.now import now

from .local import publish_facts
from .models import Procedure, ProcedureKey, ProcedurePage
from .versions import try_freeze


@receiver(published, sender=Procedure, dispatch_uid="procedures.freeze")
def freeze_after_commit(sender: type[Procedure], instance: Procedure, **kwargs: Any) -> None:
    # robust: a mistake here must not stop the other publications of a scheduled batch; the sweep tries again.
    transaction.on_commit(partial(_attempt, instance.key_id), robust=True)


def _attempt(key_id: int) -> None:
    try_freeze(ProcedureKey.objects.get(pk=key_id), at=now())


@receiver(page_published, sender=ProcedurePage, dispatch_uid="procedures.local_facts")
def publish_local_facts(
    sender: type[ProcedurePage], instance: ProcedurePage, revision: Revision | None = None, **kwargs: Any
) -> None:
    """The facts typed on the page that carries them hold for all languages from this publication on."""
    # Scheduled for later, it is announced now and published then.
    if instance.carries_facts and instance.live:
        publish_facts(
            commune=instance.commune,
            key=instance.key,
            facts=instance.facts,
            actor=revision.user if revision is not None else None,
            at=now(),
        )
