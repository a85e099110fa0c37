"""What the wizard cannot show, said before a version is published: unknown question types, steps named like its own screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from procedures.attachments import Finding
from procedures.snapshot import Snapshot

from .fields import registered

# Addresses of the wizard beside its steps (forms/urls.py), and its own screen.
RESERVED: Final = frozenset({"saved", "move", "submit", "review", "documents"})
_STEP: Final = re.compile(r"[-a-zA-Z0-9_]+")


def check_form(snapshot: Snapshot) -> Iterator[Finding]:
    """Findings that refuse the publication of `snapshot`."""
    if not snapshot.steps:
        yield Finding("no_step", _("The form has no step."))
    known = registered()
    for step in snapshot.steps:
        if step.key in RESERVED or not _STEP.fullmatch(step.key):
            yield Finding("step_name", _("A step cannot be named “%(name)s”.") % {"name": step.key})
        if not step.questions:
            yield Finding("step_empty", _("The step “%(name)s” asks nothing.") % {"name": step.key})
        for question in step.questions:
            if question.type not in known:
                sentence = _("%(question)s: there is no question type “%(type)s”.")
                yield Finding("question_type_unknown", sentence % {"question": question.key, "type": question.type})
