"""Publishing a text of a procedure, in any language and by any way, ends in one attempt to freeze it, after the commit."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import published

from portal.kernel.now import now

from .models import Procedure, ProcedureKey
from .versions import try_freeze


@receiver(published, sender=Procedure, dispatch_uid="procedures.freeze")
def freeze_after_commit(sender: type[Procedure], instance: Procedure, **kwargs: Any) -> None:
    # robust: a mistake here must not stop the other publications of a scheduled batch; the sweep tries again.
    transaction.on_commit(partial(_attempt, instance.key_id), robust=True)


def _attempt(key_id: int) -> None:
    try_freeze(ProcedureKey.objects.get(pk=key_id), at=now())
