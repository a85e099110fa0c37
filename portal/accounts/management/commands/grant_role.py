"""Gives a role from the command line: how the first operator comes to be. Every later grant is given in the admin."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from portal.accounts.models import Grant, Role, User
from portal.accounts.people import person_by_email, person_by_phone, vouch_for_email
from portal.kernel.errors import Invalid
from portal.kernel.identifiers import check_phone
from portal.kernel.now import today
from portal.territory.models import Body, Commune, Province


class Command(BaseCommand):
    """Finds or makes the person by phone or e-mail; the same grant given twice stays one."""

    help = "Give a role: grant_role operator --phone 0612345678 --name 'First Last' --reason 'Order 12/2026'"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=[str(role) for role in Role])
        parser.add_argument("--phone", default="", help="the person's phone, to which sign-in codes are sent")
        parser.add_argument("--email", default="", help="the person's e-mail")
        parser.add_argument("--name", default="", help="the full name, when the person is new")
        parser.add_argument("--commune", default="", help="HCP code of the commune")
        parser.add_argument("--province", default="", help="HCP code of the province")
        parser.add_argument("--body", default="", help="code of the body")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, help="first day (default: today)")
        parser.add_argument("--until", dest="valid_until", type=date.fromisoformat, help="last day")
        parser.add_argument("--reason", required=True, help="the act of appointment")

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        user = self._person(phone=options["phone"], email=options["email"].lower(), name=options["name"])
        places = {
            "commune": self._found(Commune, options["commune"]),
            "province": self._found(Province, options["province"]),
            "body": self._found(Body, options["body"]),
        }
        dates = {"valid_from": options["valid_from"] or today(), "valid_until": options["valid_until"]}
        try:
            grant, made = Grant.objects.get_or_create(
                user=user, role=options["role"], **places, **dates, defaults={"reason": options["reason"]}
            )
        except IntegrityError as wrong:
            raise CommandError("This role needs another territory, or its end is before its beginning.") from wrong
        self.stdout.write(f"{'given' if made else 'already given'}: {user} - {grant.role}, from {grant.valid_from}")

    def _person(self, *, phone: str, email: str, name: str) -> User:
        if not phone and not email:
            raise CommandError("Name the person by --phone or --email.")
        try:
            number = check_phone(phone) if phone else ""
        except Invalid as wrong:
            raise CommandError(str(wrong)) from wrong
        found = (person_by_phone(number) if number else None) or (person_by_email(email) if email else None)
        if found is not None:
            return found
        user = User(phone=number or None, email=email, full_name=name, kind=User.Kind.OFFICER)
        user.set_unusable_password()
        try:
            user.full_clean(exclude=["username", "password"])
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        user.save()
        if email:
            vouch_for_email(user)
        return user

    def _found(self, model: type[Commune] | type[Province] | type[Body], code: str) -> Any:
        if not code:
            return None
        try:
            return model.objects.get(code=code)
        except model.DoesNotExist as nothing:
            raise CommandError(f"There is no {model.__name__.lower()} {code}.") from nothing
