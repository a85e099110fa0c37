"""The seam where other apps hang on a procedure page, so that this app imports none of them.

Two kinds are attached from `AppConfig.ready`: a URLconf under a prefix (`apply`, `follow`), and a check run before
publication (a rehearsal). Addresses beneath a page come only from
`address`: `reverse()` and `{% url %}` know nothing of them. No async, csrf-exempt, callback or stream view belongs there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponseBase
from django.urls import ResolverMatch, get_resolver
from django.urls.exceptions import Resolver404
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.functional import Promise

from .snapshot import Snapshot

_PREFIX: Final = re.compile(r"^[a-z]+$")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a snapshot. `code` is stable; `blocks` refuses publication, otherwise it is only shown."""

    code: str
    sentence: str | Promise
    blocks: bool = True


Check = Callable[[Snapshot], Iterable[Finding]]

_urlconfs: dict[str, str] = {}
_checks: list[Check] = []


def attach(prefix: str, urlconf: str) -> None:
    """Hang `urlconf` (a dotted path) beneath every procedure page, under `prefix` (small Latin letters).

    Raises `ValueError` for a prefix already taken by another URLconf: two apps would answer one address.
    """
    if not _PREFIX.match(prefix):
        raise ValueError(f"not a prefix: {prefix!r}")
    if _urlconfs.setdefault(prefix, urlconf) != urlconf:
        raise ValueError(f"{prefix!r} is attached to {_urlconfs[prefix]!r}")


def attach_check(check: Check) -> None:
    """Run `check` on what would be frozen, before a publication."""
    if check not in _checks:
        _checks.append(check)


def checks() -> tuple[Check, ...]:
    """Every attached check."""
    return tuple(_checks)


def find(path_components: list[str]) -> tuple[str, ResolverMatch] | None:
    """The prefix and the match of what lies under a page, or `None` if nothing is attached there.

    Raises `Http404` when the prefix is attached and the rest of the address is unknown to it.
    """
    if not path_components or path_components[0] not in _urlconfs:
        return None
    prefix, *rest = path_components
    path = "/" + "".join(f"{part}/" for part in rest)
    try:
        return prefix, get_resolver(_urlconfs[prefix]).resolve(path)
    except Resolver404 as error:
        raise Http404(path) from error


def serve(page: Any, request: Any, prefix: str, match: ResolverMatch) -> HttpResponseBase:
    """Answer an attached address: the view finds `request.page`, `request.attached_prefix` and `request.attached_match`.

    `request.resolver_match` names Wagtail's catch-all for all of them; rate limits and logs key on `attached_match`.
    The answers are personal: no cache between the portal and the reader may keep them.
    """
    request.page = page
    request.attached_prefix = prefix
    request.attached_match = match
    response = match.func(request, *match.args, **match.kwargs)
    if not response.has_header("Cache-Control"):
        add_never_cache_headers(response)
    patch_cache_control(response, private=True, no_store=True)
    return response


def address(page_url: str, prefix: str, name: str, **kwargs: object) -> str:
    """The address `name` of the URLconf attached under `prefix`, beneath `page_url` (with or without a closing slash).

    Raises `KeyError` for an unknown prefix, `NoReverseMatch` for an unknown name.
    """
    beneath = get_resolver(_urlconfs[prefix]).reverse(name, **kwargs)
    return f"{page_url.rstrip('/')}/{prefix}/{beneath}"
