"""The seam where other apps hang on a procedure page, so that this app imports none of them.

Attached from `AppConfig.ready`: a URLconf under a prefix (`apply`, `follow`), a check of what is to be published, a way
to preview a draft (the form), and how the last day of a term is counted. Addresses beneath a page come only from
`address`: `reverse()` and `{% url %}` know nothing of them. No async, csrf-exempt, callback or stream view belongs there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch, get_resolver
from django.urls.exceptions import Resolver404
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.functional import Promise

from .snapshot import Snapshot, TermRule

_PREFIX: Final = re.compile(r"^[a-z]+$")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a snapshot. `code` is stable; `blocks` refuses publication, otherwise it is only shown.

    `number` is what an editor quotes (docs/catalogue.md lists them). `place`: the row and column at fault
    (`documents/request/asked_if`, `terms/0/unit`, `questions/area/key`); empty where it is about the whole.
    """

    code: str
    sentence: str | Promise
    blocks: bool = True
    number: str = ""
    place: str = ""

    @property
    def numbered(self) -> str:
        """The sentence with its number before it."""
        return f"{self.number} · {self.sentence}" if self.number else str(self.sentence)


@dataclass(frozen=True, slots=True)
class PreviewMode:
    """One way to look at a draft. `show(request, snapshot)` answers in the active language and writes nothing."""

    name: str
    label: str | Promise
    language: str
    show: Callable[[HttpRequest, Snapshot], HttpResponse]


Check = Callable[[Snapshot], Iterable[Finding]]
LastDay = Callable[[TermRule, date], date]

_urlconfs: dict[str, str] = {}
_checks: list[Check] = []
_last_checks: list[Check] = []
_preview_modes: dict[str, PreviewMode] = {}
_last_days: list[LastDay] = []


def attach(prefix: str, urlconf: str) -> None:
    """Hang `urlconf` (a dotted path) beneath every procedure page, under `prefix` (small Latin letters).

    Raises `ValueError` for a prefix already taken by another URLconf: two apps would answer one address.
    """
    if not _PREFIX.match(prefix):
        raise ValueError(f"not a prefix: {prefix!r}")
    if _urlconfs.setdefault(prefix, urlconf) != urlconf:
        raise ValueError(f"{prefix!r} is attached to {_urlconfs[prefix]!r}")


def attach_check(check: Check, *, drafts: bool = True) -> None:
    """Run `check` on what would be frozen, before a publication; also on a draft that is only saved, unless told otherwise."""
    known = _checks if drafts else _last_checks
    if check not in known:
        known.append(check)


def checks(*, publishing: bool) -> tuple[Check, ...]:
    """Every attached check of a draft; with those that only a publication must pass."""
    return (*_checks, *_last_checks) if publishing else tuple(_checks)


def attach_preview(mode: PreviewMode) -> None:
    """Offer `mode` in the editor of a procedure, after those that are there. The same name again replaces it."""
    _preview_modes[mode.name] = mode


def preview_modes() -> tuple[PreviewMode, ...]:
    """Every attached way to look at a draft."""
    return tuple(_preview_modes.values())


def attach_last_day(last_day: LastDay) -> None:
    """Count terms with `last_day(term, filed_on)`: local days; the file is complete on the day it is filed."""
    _last_days[:] = [last_day]


def last_day_of(term: TermRule, *, filed_on: date) -> date | None:
    """The last day of `term` for a complete file of the local day `filed_on`; `None` while nothing that counts is attached."""
    return _last_days[0](term, filed_on) if _last_days else None


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
