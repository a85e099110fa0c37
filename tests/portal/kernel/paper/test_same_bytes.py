"""The same document has the same bytes: later, in another process, beside others in other threads."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.kernel.paper import QrCode, isolate

from .rendering import MOMENT, new_paper

ROOT = Path(__file__).resolve().parents[4]
_NAMES = ["فاطمة الزهراء", "Youssef", "ⵉⴷⵉⵔ", "محمد الأمين (Lamine)", "عبد العالي", "Zineb لمياء", "رقية", "Łukasz"]


def document(number: int) -> bytes:
    """A document unlike the others: other letters, other pages, other faces."""
    paper = new_paper(lang=("ar", "fr", "zgh")[number % 3], demo=bool(number % 2), reference=f"REF-{number}")
    paper.letterhead(ar=["المملكة المغربية"], zgh=["ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ"])
    paper.heading(f"رخصة {number}")
    for _times in range(number % 4 * 8 + 1):
        paper.facts([("الاسم", _NAMES[number % len(_NAMES)]), ("رقم", isolate(f"A-{number}"))])
    paper.signature_block(
        place="تنغير",
        date_text="12 مارس 2026",
        quality="الرئيس",
        qr=QrCode(f"https://portal.example.ma/v/{number}", ()),
    )
    return paper.pdf()


def test_a_document_made_again_is_the_same():
    first = document(3)
    document(4)
    assert document(3) == first


def test_documents_made_in_parallel_are_those_made_alone():
    alone = [document(number) for number in range(12)]
    assert len(set(alone)) == 12
    with ThreadPoolExecutor(max_workers=8) as threads:
        together = list(threads.map(document, [*range(12)] * 3))
    assert together == alone * 3


@pytest.mark.parametrize(
    "moved", [{"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1", "LC_ALL": "C"}]
)
def test_another_process_and_another_machine_give_the_same_bytes(moved):
    program = (
        "import hashlib\n"
        "from datetime import datetime, UTC\n"
        "from portal.kernel.paper import Paper\n"
        f"paper = Paper(title='t', lang='ar', created=datetime.fromisoformat('{MOMENT.isoformat()}'), demo=True)\n"
        "paper.heading('رخصة البناء', zgh='ⵜⵓⵔⴰⴳⵜ')\n"
        "paper.facts([('الاسم', 'Youssef يوسف')])\n"
        "print(hashlib.sha256(paper.pdf()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], cwd=ROOT, env=moved, capture_output=True, text=True, check=True
    )
    paper = new_paper(demo=True)
    paper._metadata = paper._metadata.__class__(title="t", language="ar", created=MOMENT, rtl=True)
    paper.heading("رخصة البناء", zgh="ⵜⵓⵔⴰⴳⵜ")
    paper.facts([("الاسم", "Youssef يوسف")])
    assert done.stdout.strip() == hashlib.sha256(paper.pdf()).hexdigest()
