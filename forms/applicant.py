"""Who files: the reserved questions every form may ask, prefilled from the account, and read back at filing.

A version that asks for the applicant uses these keys, so that name, card, phone and e-mail are typed once in a life.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from tracking.service import Applicant

NAME = "full_name"
IDENTITY = "identity"
PHONE = "phone"
EMAIL = "email"
ADDRESS = "applicant_address"


def profile_answers(user: User) -> dict[str, Any]:
    """What the account already knows, as stored answers. Empty values are left out."""
    known: dict[str, Any] = {
        NAME: user.full_name_ar or user.full_name,
        IDENTITY: {"kind": "cnie", "number": user.cnie} if user.cnie else None,
        PHONE: str(user.phone) if user.phone else None,
        EMAIL: user.email,
        ADDRESS: {"place": user.address} if user.address else None,
    }
    return {key: value for key, value in known.items() if value}


def applicant_of(answers: Mapping[str, Any], *, actor: User, language: str) -> Applicant:
    """The applicant the answers name; the account that files follows the file and gets the notices."""
    identity = answers.get(IDENTITY) or {}
    return Applicant(
        user=actor,
        name=str(answers.get(NAME) or actor),
        cnie=str(identity.get("number", "")) if isinstance(identity, dict) else str(identity),
        phone=str(answers.get(PHONE) or actor.phone or ""),
        email=str(answers.get(EMAIL) or actor.email or ""),
        language=language,
    )
