"""Two editors at one page: the second to save is told, keeps what they typed, and replaces the first's words only knowingly.

Wagtail checks this for its autosave alone. The form posts the draft it began from; shown again, it begins from the
latest, so that saving once more is a decision.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.utils import get_user_display_name

from portal.kernel.now import local_date
from portal.kernel.written import day_in_words


class OvertakenMixin:
    """For the form of a page or a procedure that keeps revisions."""

    data: Any
    instance: Any

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        began_from = self.data.get("loaded_revision_id", "")
        latest = self.instance.get_latest_revision() if began_from and self.instance.pk else None
        if latest is not None and began_from != str(latest.pk):
            sentence = _(
                "%(who)s saved another draft after you opened this one (%(day)s). Nothing of yours is lost: it stands "
                "below, unsaved. Look at the other draft in the history, then save again to keep yours."
            )
            who = get_user_display_name(latest.user) if latest.user is not None else _("The portal")
            self.add_error(None, sentence % {"who": who, "day": day_in_words(local_date(latest.created_at))})  # type: ignore[attr-defined]
        return cleaned


class PageForm(OvertakenMixin, WagtailAdminPageForm):
    """The form of a page that needs no other."""
