"""What citizens answer and attach in the four journeys. Everybody is invented; numbers are of no card and no title."""

from __future__ import annotations

from typing import Any, Final

_PERSON: Final = {"full_name": "مرتفق تجريبي", "identity__kind": "cnie", "identity__number": "ZZ000000"}

REPAIR: Final[dict[str, dict[str, Any]]] = {
    "applicant": {**_PERSON, "quality": "owner"},
    "place": {"address__place": "حي تجريبي", "address__street": "زنقة 1", "land_right": "moulkiya"},
    "works": {
        "scope": "inside",
        "nature": ["roof", "plaster"],
        "description": "إصلاح سقف يتسرب منه الماء",
        "duration": "20",
    },
}
HOUSE: Final[dict[str, dict[str, Any]]] = {
    "applicant": {
        **_PERSON,
        "quality": "owner",
        "has_architect": "yes",
        "architect_name": "مهندس معماري تجريبي",
        "architect_number": "0000",
    },
    "land": {
        "address__place": "تجزئة تجريبية",
        "address__street": "القطعة 12",
        "land_right": "title",
        "land_reference__kind": "title",
        "land_reference__number": "0000/28",
        "land_area": "120",
        "zone": "subdivision",
        "connected": "yes",
    },
    "project": {
        "nature": "new",
        "use": "house",
        "levels": "2",
        "height": "8,5",
        "covered_area": "180",
        "dwellings": "1",
        "description": "بناء منزل من طابقين",
    },
}
TERRACE: Final[dict[str, dict[str, Any]]] = {
    "applicant": {**_PERSON, "legal_form": "person", "shop_name": "مقهى تجريبي"},
    "place": {
        "address__place": "شارع تجريبي",
        "object": ["tables"],
        "length": "5",
        "width": "2",
        "area": "10",
        "pavement_left": "1,8",
    },
    "period": {"quarters": "4", "removable": "on"},
}
ACTIVITY: Final[dict[str, dict[str, Any]]] = {
    "applicant": {**_PERSON, "legal_form": "person"},
    "activity": {"activity": "بقالة", "area": "20"},
    "place": {"address__place": "شارع تجريبي", "occupation": "tenant", "not_classified": "on"},
}
