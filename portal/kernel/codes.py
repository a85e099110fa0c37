"""Unguessable codes for permanent addresses, drafts and invitations.

A code is Crockford base 32 without look-alikes, so that it can be read over the phone. Only its keyed digest is stored
where the code opens something private; comparison takes constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from django.conf import settings

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_LOOK_ALIKES: Final = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v", "-": "", " ": ""})


def new_code(length: int = 20) -> str:
    """`length` characters of 5 bits each, from the system's random source."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def clean_code(text: str) -> str:
    """What a person typed, as the code was made: lower case, without spaces, look-alikes mended."""
    return text.strip().lower().translate(_LOOK_ALIKES)


def digest_code(code: str) -> str:
    """The keyed digest under which a code is stored, in hexadecimal."""
    return hmac.new(settings.CODES_KEY.encode(), code.encode(), hashlib.sha256).hexdigest()


def codes_equal(left: str, right: str) -> bool:
    """Whether two codes or digests are equal, in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
