"""What an act may become. A number taken is an issued act or a voided one with its reason, never a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..models.states import ActState as A


@dataclass(frozen=True, slots=True)
class ActTransition:
    name: str
    sources: frozenset[A]
    target: A
    basis: str = ""


TRANSITIONS: Final = (
    ActTransition("sign", frozenset({A.PREPARED}), A.SIGNED, "RGC 39; 475 art. 3"),
    # A signed refusal that was not notified before silence granted is void too.
    ActTransition("void", frozenset({A.PREPARED, A.SIGNED}), A.VOIDED),
    # What needs no signature: the receipt of a declaration, the answer that no permit is required.
    ActTransition("issue", frozenset({A.PREPARED}), A.VALID),
    ActTransition("take_effect", frozenset({A.SIGNED}), A.VALID, "RGC 39-40; law 47-06"),
    # A paper or Rokhas act, once a second person has compared it with its original.
    ActTransition("confirm", frozenset({A.PREPARED}), A.VALID),
    ActTransition("expire", frozenset({A.VALID, A.IN_WORKS}), A.EXPIRED, "475 arts 4, 15"),
    # By law a permit without works begun is void, but only a finding says so: the day alone makes it doubtful.
    ActTransition("presume_lapse", frozenset({A.VALID}), A.LAPSE_PRESUMED, "12-90 art. 49"),
)


_BY_NAME: Final = {transition.name: transition for transition in TRANSITIONS}


def find(name: str) -> ActTransition:
    """The transition named `name`. Raises `KeyError`."""
    return _BY_NAME[name]
