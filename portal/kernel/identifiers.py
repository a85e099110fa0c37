"""Identity numbers as people type them: made uniform, checked, refused with a sentence that says what is expected.

Formats and their sources: `docs/glossary.md` and the fact sheet of identifiers; the CNIE has no check digit and its
letters say nothing reliable about its holder.
"""

from __future__ import annotations

import re

import phonenumbers
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.ma import ice

from .errors import Invalid
from .text import WESTERN_DIGITS

_NOISE = re.compile(r"[\s\u2010-\u2015\u200e\u200f\u2066-\u2069._-]+")


def _compact(text: str) -> str:
    return _NOISE.sub("", text.translate(WESTERN_DIGITS)).upper()


def check_cnie(text: str) -> str:
    """The national identity card number in capitals without spaces. Raises `Invalid` (`cnie_wrong`)."""
    value = _compact(text)
    if not re.fullmatch(r"[A-Z]{1,3}[0-9]{1,8}", value):
        raise Invalid(
            _("This card number is not right. It has one to three letters and then digits, for example AB123456."),
            code="cnie_wrong",
        )
    return value


def check_ice(text: str) -> str:
    """The 15 digits of a company's common identifier, whose remainder by 97 is 0. Raises `Invalid` (`ice_wrong`)."""
    value = _compact(text)
    try:
        checked: str = ice.validate(value)
    except StdnumError as wrong:
        raise Invalid(
            _("This company number (ICE) is not right. It has 15 digits; check each of them."),
            code="ice_wrong",
        ) from wrong
    return checked


def check_phone(text: str) -> str:
    """The phone number in E.164; Moroccan when no country is given. Raises `Invalid` (`phone_wrong`)."""
    try:
        number = phonenumbers.parse(text.translate(WESTERN_DIGITS), "MA")
        valid = phonenumbers.is_valid_number(number)
    except phonenumbers.NumberParseException:
        valid = False
    if not valid:
        raise Invalid(
            _("This phone number is not right. Type it like 06 12 34 56 78, or with + and the country code."),
            code="phone_wrong",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
