"""Opening a draft on another device: a single-use link to the holder's verified phone or e-mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.kernel.codes import digest_code, new_code
from portal.kernel.errors import Invalid
from portal.kernel.ratelimit import take
from portal.kernel.transport import send_mail, send_sms

from .models import Draft, DraftLink


def send_link(*, draft: Draft, user: User, at: datetime) -> str:
    """Send the link and tell by which channel (`sms` or `mail`). Raises `Invalid` when nothing is verified."""
    take("draft-link", str(user.pk), limit=5, seconds=3600)
    code = new_code(32)
    email = user.emailaddress_set.filter(verified=True).values_list("email", flat=True).first()
    phone = str(user.phone) if user.phone and user.phone_verified else ""
    if not email and not phone:
        raise Invalid(_("Confirm a phone number or an e-mail in your profile first."), code="nothing_verified")
    DraftLink.objects.create(
        digest=digest_code(code),
        draft=draft,
        sent_at=at,
        expires_at=at + timedelta(minutes=settings.DRAFT_LINK_MINUTES),
    )
    with override(user.language):
        address = settings.WAGTAILADMIN_BASE_URL + reverse("draft_resume", kwargs={"code": code})
    # SMS are in Arabic for readers of Amazigh too: Tifinagh does not show on cheap phones.
    with override("ar" if phone and user.language == "zgh" else user.language):
        text = _("Open your draft here (one time only): %(address)s") % {"address": address}
        subject = _("Your draft")
    if phone:
        send_sms(to=phone, text=text)
        return "sms"
    send_mail(to=str(email), subject=subject, text=text)
    return "mail"


def open_link(*, code: str, user: User, at: datetime) -> Draft:
    """Use the link up: the draft is `user`'s from now on. Raises `Invalid` for a link used, expired or unknown."""
    with transaction.atomic():
        link = (
            DraftLink.objects.select_for_update(of=("self",))
            .select_related("draft")
            .filter(digest=digest_code(code), used_at=None, expires_at__gt=at)
            .filter(draft__state=Draft.State.OPEN, draft__closes_at__gt=at)
            .first()
        )
        if link is None or link.draft.owner_id not in (None, user.pk):
            raise Invalid(_("This link was used or is too old. Ask for a new one."), code="link_spent")
        link.used_at = at
        link.save(update_fields=["used_at"])
        draft = link.draft
        draft.owner, draft.token_digest = user, ""
        draft.touch(at=at)
        draft.save(update_fields=["owner", "token_digest", "touched_at", "closes_at"])
        return draft
