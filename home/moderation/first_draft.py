"""The first draft of a page that the portal made: the page as it stands, kept as a revision before anybody changes it.

Pages are opened by thousands without one. Lacking it, Wagtail has nothing to compare a change with, does not notice that
two editors began from the same page, and takes the page offline when its first change is scheduled for later.
"""

from __future__ import annotations

from wagtail.models import Page


def keep_as_it_stands(page: Page) -> bool:
    """Give a published `page` without a revision its first; `False` when it has one."""
    if page.latest_revision_id is not None or not page.live:
        return False
    revision = page.specific.save_revision(changed=False, clean=False)
    Page.objects.filter(pk=page.pk).update(live_revision=revision)
    page.latest_revision = page.live_revision = revision
    return True
