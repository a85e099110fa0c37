"""Forms of the one door. A phone or an e-mail and a code are enough; a password is possible and never asked for."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Conflict

from .fields import CodeField, LoginField
from .models import User
from .people import discard_pending, person_by_email, person_by_phone


def _take_code_request(key: str) -> None:
    """Count one request for a code; a form error when they are too many."""
    if not ratelimit.consume(context.request, action="request_login_code", key=key):
        raise get_adapter().validation_error("rate_limited")


class SignupForm(account_forms.SignupForm):
    """A phone, or an e-mail, or both: the first that is given receives the code."""

    field_order = ["phone", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone = self.fields["phone"]
        phone.label = _("Phone number")
        phone.help_text = _("We send a code to this number by SMS.")
        # Not optional to the eye: it is what most people have, and what the code goes to.
        phone.required = not self.data.get("email", "").strip()
        phone.error_messages["required"] = _("Give a phone number, or an e-mail address if you have no phone.")
        email = self.fields["email"]
        email.label = _("E-mail")
        email.help_text = _("Only if you have one, or instead of a phone.")
        email.widget.attrs = {"type": "email", "autocomplete": "email", "dir": "ltr"}

    def validate_unique_email(self, value: str) -> str:
        # allauth would also count an address nobody has proven, and tell a stranger that it exists.
        if person_by_email(value) is not None:
            self.account_already_exists = True
        return value

    def save(self, request: HttpRequest) -> User:
        phone, email = self.cleaned_data.get("phone", ""), self.cleaned_data.get("email", "")
        try:
            with transaction.atomic():
                discard_pending(phone=phone, email=email)
                user: User = super().save(request)
                if email:
                    self._hold_for_proof(user, email)
        except IntegrityError as clash:
            raise Conflict(
                _("This sign-up has already begun. Wait for the code, or try again in a minute."), code="signup_twice"
            ) from clash
        return user

    def _hold_for_proof(self, user: User, email: str) -> None:
        """Keep the address as one that waits, even where another account only claims it, and not as the account's own."""
        address, _made = EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
        EmailAddress.objects.fill_cache_for_user(user, [address])
        user.email = ""
        user.save(update_fields=["email"])


class RequestLoginCodeForm(account_forms.RequestLoginCodeForm):
    """Asking for a sign-in code; an unknown phone or e-mail gets the same answer as a known one."""

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone:
            _take_code_request(phone)
            self._user = person_by_phone(phone)
        return phone

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email:
            _take_code_request(email)
            self._user = person_by_email(email)
        return email


class LoginForm(account_forms.LoginForm):
    """One field, and a code is sent; with a password, no code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = LoginField()
        password = self.fields["password"]
        password.required = self.by_password or not self.is_bound
        password.error_messages["required"] = _("Type your password, or ask for a code instead.")
        password.widget.attrs.pop("placeholder", None)
        password.help_text = ""
        self.order_fields(["login", "password"])

    @property
    def by_password(self) -> bool:
        """Whether the person chose the password, so that the page shows it unfolded."""
        return self.data.get("by") == "password"

    def _setup_password_field(self) -> None:
        """Keep the password, which allauth drops where sign-up asks for none: officers may have one."""

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        form = RequestLoginCodeForm({"email": email or "", "phone": phone or ""})
        if form.is_valid():
            self.user = form._user
        else:
            for errors in form.errors.values():
                for error in errors:
                    self.add_error("login", error)
        return self.cleaned_data


class _Plain(forms.Form):
    """Takes away the words inside the boxes: they repeat the label and vanish when one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.label = _("E-mail")
                field.widget.attrs["dir"] = "ltr"


class AddEmailForm(_Plain, account_forms.AddEmailForm):
    pass


class ChangePasswordForm(_Plain, account_forms.ChangePasswordForm):
    pass


class SetPasswordForm(_Plain, account_forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(_Plain, account_forms.ResetPasswordKeyForm):
    pass


class ConfirmPasswordForm(_Plain, account_forms.ReauthenticateForm):
    pass


class ResetPasswordForm(_Plain, account_forms.ResetPasswordForm):
    """A code by e-mail to set a new password; whoever has only a phone signs in with a code instead."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        person = person_by_email(email)
        self.users = [person] if person is not None and person.is_active else []
        return email


class _WithCode(forms.Form):
    """Gives any form that asks for a code the field that takes every script's digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField()


class ConfirmLoginCodeForm(_WithCode, account_forms.ConfirmLoginCodeForm):
    pass


class VerifyPhoneForm(_WithCode, account_forms.VerifyPhoneForm):
    pass


class ConfirmPasswordResetCodeForm(_WithCode, account_forms.ConfirmPasswordResetCodeForm):
    pass


class AuthenticateForm(_WithCode, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateForm(_WithCode, mfa_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(_WithCode, totp_forms.ActivateTOTPForm):
    pass
