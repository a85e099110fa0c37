"""Why a signature is refused: one class a reason, each with its sentence and its stable code."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Conflict, Invalid, NotAllowed, Refused, Unavailable


class CertificateExpired(Refused):
    """The certificate's validity ended before the moment of signature. `data`: `ended_on`."""

    default_code = "certificate_expired"

    def __init__(self, *, ended_on: datetime) -> None:
        super().__init__(
            _("The signing certificate has expired. It must be renewed before anything can be signed."),
            ended_on=ended_on,
        )


class CertificateNotYetValid(Refused):
    """The certificate's validity begins after the moment of signature. `data`: `begins_on`."""

    default_code = "certificate_not_yet_valid"

    def __init__(self, *, begins_on: datetime) -> None:
        super().__init__(_("The signing certificate is not valid yet."), begins_on=begins_on)


class CertificateRevoked(Refused):
    """The certificate is on its authority's revocation list. `data`: `revoked_on`."""

    default_code = "certificate_revoked"

    def __init__(self, *, revoked_on: datetime) -> None:
        super().__init__(
            _("The signing certificate has been revoked. Nothing can be signed with it."), revoked_on=revoked_on
        )


class WrongRole(NotAllowed):
    """The signer's role is not one that may sign this document. `data`: `role`."""

    default_code = "wrong_signer_role"

    def __init__(self, *, role: str) -> None:
        super().__init__(_("This certificate does not belong to a role that may sign this document."), role=role)


class WrongCommune(NotAllowed):
    """The signer acts for another commune. `data`: `commune_code`."""

    default_code = "wrong_signer_commune"

    def __init__(self, *, commune_code: str) -> None:
        super().__init__(_("This certificate was issued for another commune."), commune_code=commune_code)


class WrongSigningCode(Invalid):
    """The signing code does not open the key. Counting attempts is the caller's."""

    default_code = "wrong_signing_code"

    def __init__(self) -> None:
        super().__init__(_("The signing code is wrong. Nothing was signed."))


class TokenUnavailable(Unavailable):
    """What holds the key (file, token, remote service) does not answer; the act may be signed on paper meanwhile."""

    default_code = "signing_token_unavailable"


class KeyMissing(TokenUnavailable):
    """No key or no certificate is installed for this signer."""

    default_code = "signing_key_missing"

    def __init__(self) -> None:
        super().__init__(_("No signing key is installed for this signer."))


class KeyDamaged(TokenUnavailable):
    """The key or its certificate can't be read, or they do not belong together."""

    default_code = "signing_key_damaged"

    def __init__(self) -> None:
        super().__init__(_("The signing key can't be read. It must be restored from the backup."))


class AuthorisationSpent(Refused):
    """The session has already made the number of signatures that the code was given for."""

    default_code = "signing_authorisation_spent"

    def __init__(self, *, signatures: int) -> None:
        super().__init__(
            _("This authorisation covers no further signature. Please enter the signing code again."),
            signatures=signatures,
        )


class NotSignable(Refused):
    """The file is no PDF that can be signed, or an earlier signature forbids a further one."""

    default_code = "document_not_signable"

    def __init__(self) -> None:
        super().__init__(_("This document can't be signed: it can't be read, or an earlier signature forbids it."))


class AlreadySigned(Conflict):
    """The field named is already signed. `data`: `field_name`."""

    default_code = "document_already_signed"

    def __init__(self, *, field_name: str) -> None:
        super().__init__(_("This document already bears this signature."), field_name=field_name)


class NameRefused(Invalid):
    """A name for a certificate mixes scripts, which certificate names can't carry."""

    default_code = "certificate_name_refused"

    def __init__(self) -> None:
        super().__init__(_("A name in a certificate must be in Arabic letters or in Latin letters, not in both."))
