"""Revokes a certificate of the portal's own authority: a key lost or seen by another, or a signer who left.

An accredited provider revokes its own. The line is written where operators read what was done about a person: in the
history of their account. What was signed before stays valid, unless the key was compromised (`signature.check`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.languages import desk_language
from portal.accounts.models import Role, User
from portal.accounts.people import person_by_email
from portal.accounts.rights import has_role
from portal.kernel.errors import DomainError
from portal.kernel.now import now
from tracking.signature.authority import open_signer, revoke_certificate, signer_names


class Command(BaseCommand):
    """The signer is named by e-mail, or by the serial number of the certificate in hexadecimal."""

    help = (
        "Revoke a signer's certificate: revoke_certificate president@example.org --by operator@example.org --reason '…'"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("signer", help="e-mail of the signer, or serial number of the certificate (hexadecimal)")
        parser.add_argument("--by", required=True, help="e-mail of the operator who answers for it")
        parser.add_argument("--reason", required=True, help="why, for the record")
        parser.add_argument("--compromised", action="store_true", help="somebody else may have used the key")

    def handle(self, **options: Any) -> None:
        operator = person_by_email(options["by"])
        if operator is None or not has_role(operator, Role.OPERATOR):
            raise CommandError(f"{options['by']} is no operator of the portal.")
        if not options["reason"].strip():
            raise CommandError("Say why.")
        name = self._signer(options["signer"])
        try:
            certificate = open_signer(settings.SIGNING_KEYS_DIR, name).certificate
        except DomainError as missing:
            raise CommandError(str(missing)) from missing
        serial = f"{certificate.serial_number:x}"
        # A list that cannot be written takes the line back with it.
        with transaction.atomic():
            self._record(operator, name, serial, options)
            revoke_certificate(settings.SIGNING_KEYS_DIR, certificate, at=now(), key_compromised=options["compromised"])
        self.stdout.write(f"revoked: {serial}")

    def _signer(self, asked: str) -> str:
        """The name under which the signer's key is kept."""
        person = person_by_email(asked)
        if person is not None:
            return person.username
        for name in signer_names(settings.SIGNING_KEYS_DIR):
            number = open_signer(settings.SIGNING_KEYS_DIR, name).certificate.serial_number
            if f"{number:x}" == asked.lower().lstrip("0"):
                return name
        raise CommandError(f"Nobody signs under {asked}.")

    def _record(self, operator: User, name: str, serial: str, options: dict[str, Any]) -> None:
        signer = User.objects.filter(username=name).first() or operator
        with override(desk_language(operator.language)):
            words = (
                _("Certificate %(serial)s revoked, its key was compromised: %(reason)s")
                if options["compromised"]
                else _("Certificate %(serial)s revoked: %(reason)s")
            )
            message = words % {"serial": serial, "reason": options["reason"].strip()}
        LogEntry.objects.log_actions(operator.pk, [signer], CHANGE, change_message=message, single_object=True)
