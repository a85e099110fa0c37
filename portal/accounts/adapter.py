"""What allauth asks of this portal: where a phone is kept, how a code is sent, where a person lands after the door.

Signing in is allauth's; this module only answers its questions. SMS and mail go through `portal.kernel.transport`.
"""

from __future__ import annotations

import base64
import hashlib
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, Final

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, Login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from portal.kernel import transport
from portal.kernel.errors import Refused, Unavailable
from portal.kernel.ratelimit import take

from .backends import may_enter
from .fields import PhoneField
from .languages import letter_language
from .models import User
from .people import discard_pending, person_by_email, person_by_phone

# An SMS costs money and rings in a pocket: (limit, seconds) for one number, and for one network address, which many share.
SMS_OF_A_NUMBER: Final = ((4, 600), (10, 86400))
SMS_OF_AN_ADDRESS: Final = (60, 3600)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions about accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This code is not right. Look at the last message you received and type it again."),
        "too_many_login_attempts": _("Too many wrong tries. Wait a few minutes, then ask for a new code."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again; nothing you entered is lost."),
        "email_password_mismatch": _("This e-mail and this password do not go together."),
        "phone_password_mismatch": _("This phone number and this password do not go together."),
        "phone_taken": _("Another account has this phone number."),
        "email_taken": _("Another account has this e-mail address."),
        "same_as_current": _("This is already the one you have."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return _counted_as(super().get_client_ip(request))

    # The phone.

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone.as_e164, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        discard_pending(phone=phone, but=user)
        user.phone = phone
        user.phone_verified = verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        former = self.get_phone(user)
        if former == (phone, True):
            return
        self.set_phone(user, phone, True)
        if former is not None and former[1] and former[0] != phone:
            self._tell_former_number(former[0], user)

    def _tell_former_number(self, phone: str, user: User) -> None:
        """Whoever holds the former number learns that it no longer opens the account; the change stands if the SMS fails."""
        warning = _("Your Turagt account now has another phone number. If it was not you, go to your commune's desk.")
        try:
            self._send_sms(phone, user, warning)
        except (Refused, Unavailable) as failure:
            structlog.get_logger("accounts").warning("former_number_not_told", code=failure.code)

    def get_user_by_phone(self, phone: str) -> User | None:
        return person_by_phone(phone)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        self._send_sms(
            phone, user, _("Your Turagt code: %(code)s. It is valid for 10 minutes. Give it to nobody."), code=code
        )

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        self._send_sms(
            phone,
            None,
            _("Turagt: there is no account with this number. To open one: %(address)s"),
            address=self._address("account_signup"),
        )

    def send_account_already_exists_sms(self, phone: str) -> None:
        self._send_sms(
            phone,
            None,
            _("Turagt: you already have an account. To sign in: %(address)s"),
            address=self._address("account_login"),
        )

    def _send_sms(self, phone: str, user: User | None, text: Any, **words: str) -> None:
        """Send one text in the language of its reader. Raises `Refused` when too many were sent, `Unavailable`."""
        for limit, seconds in SMS_OF_A_NUMBER:
            take(f"sms-number-{seconds}", phone, limit=limit, seconds=seconds)
        limit, seconds = SMS_OF_AN_ADDRESS
        take("sms-address", self.get_client_ip(context.request), limit=limit, seconds=seconds)
        with override(self._letter_language(user)):
            written = str(text) % words if words else str(text)
        try:
            transport.send_sms(to=phone, text=written)
        except Unavailable as failure:
            raise Unavailable(
                _("The code could not be sent now. Wait a few minutes, then ask for another."), code="sms"
            ) from failure

    def _address(self, name: str) -> str:
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name)

    def _letter_language(self, user: User | None) -> str:
        return letter_language(user.language if user is not None else (get_language() or "ar"))

    # The mail.

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        with override(self._letter_language(person_by_email(email))):
            words = {
                "email": email,
                "request": self.request,
                "site_address": settings.WAGTAILADMIN_BASE_URL,
                "login_address": self._address("account_login"),
                **context,
            }
            message = self.render_mail(template_prefix, email, words)
        assert isinstance(message, EmailMultiAlternatives)
        transport.send_mail(to=email, subject=str(message.subject), text=str(message.body))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        other = person_by_email(email_address.email)
        if other is not None and other.pk != email_address.user_id:
            self.add_message(request, messages.ERROR, message=gettext("Another account has this e-mail address."))
            return False
        return bool(super().confirm_email(request, email_address))

    # The way through the door.

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        user.language = get_language() or "ar"
        user.pending = True
        saved = super().save_user(request, user, form, commit=commit)
        assert isinstance(saved, User)
        return saved

    def is_login_by_code_required(self, login: Login) -> bool:
        """A sign-up by e-mail alone is proven by a code, like one by phone."""
        if login.signup and not (self.get_phone(login.user) if login.user else login.phone):
            return True
        return bool(super().is_login_by_code_required(login))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        # allauth counts failures by e-mail only: every phone would share one count, and anyone could close the door to all.
        super().pre_authenticate(request, email=login_name(request, credentials) or "")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        assert user.is_authenticated
        if may_enter(user, cms=False):
            return reverse("admin:index")
        return reverse("wagtailadmin_home") if may_enter(user, cms=True) else reverse("space:overview")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("space:profile")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{get_language()}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("space:overview")

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor confirms with it: a password would be the weaker of the two."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"].startswith("mfa_")]
        return strong or methods


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator applications are kept encrypted; the key is derived from `CODES_KEY`."""

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    def _box(self) -> Fernet:
        key = hashlib.sha256(b"second-factor:" + settings.CODES_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def get_totp_label(self, user: User) -> str:
        return user.email or (user.phone.as_e164 if user.phone else str(user))


def login_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """What a person typed to name themselves, for the count of failures: the e-mail or the phone."""
    given = credentials or {}
    return given.get("email") or given.get("phone") or given.get("username") or request.POST.get("login")


def _counted_as(address: str) -> str:
    """The first address of the network a subscriber is given (/64 in IPv6): who holds one has billions, and is one person."""
    found = ip_address(address)
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found, 64), strict=False).network_address)


def client_address(request: HttpRequest) -> str | None:
    """The network address of the reader behind the trusted proxies, for the count of failures."""
    try:
        return AccountAdapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
