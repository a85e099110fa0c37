"""Permits, orders, refusals, certificates: what each must say, from frozen data, in Arabic first (RGC 36, 39; annex 6)."""

from datetime import timedelta

import pytest
from django.db import transaction

from portal.accounts.models import Role
from portal.kernel.paper import embed
from tests.factories import MONDAY, make_officer
from tests.portal.kernel.paper.rendering import has_words, opened, text_of, words
from tests.tracking.catalogue import ANSWERS, DAY, decide_in, examine, file_in
from tracking.actions.certify_silence import certify_silence
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.find_not_required import find_not_required
from tracking.actions.request_silence_certificate import request_silence_certificate
from tracking.acts.fee_order import render_fee_order
from tracking.acts.matter import Matter
from tracking.addresses import dossier_address
from tracking.lifecycle.apply import grant_by_silence
from tracking.models import Act, Decision
from tracking.payments.orders import issue_order
from tracking.renderers import render


def fields(data):
    """The signature fields of a paper: page and place of each."""
    with opened(data) as document:
        if "/AcroForm" not in document.Root:
            return []
        pages = [page.obj for page in document.pages]
        return [(str(field.T), pages.index(field.P), str(field.FT)) for field in document.Root.AcroForm.Fields]


def test_a_building_permit_has_its_seventeen_articles_its_visas_and_its_facts(town):
    act = decide_in(town, "U1")
    text = text_of(render(act))
    assert has_words(text, "قرار يتضمن رخصة البناء")
    assert has_words(text, "رقم 1/2026")
    for number in range(1, 18):
        assert has_words(text, f"المادة {number if number > 1 else 'الأولى'}"), number
        assert f"Article {number if number > 1 else 'premier'}" in text, number
    assert has_words(text, "القانون التنظيمي رقم 113.14")
    assert has_words(text, "لجنة دراسة ملفات طلبات الرخص المنعقدة بتاريخ 7 أكتوبر 2026")
    assert "réunie le 7 octobre 2026" in text
    assert has_words(text, "احترام ارتداد قدره 4 أمتار")
    assert "12345/28" in text
    assert "Titre foncier" in text
    assert act.dossier.reference in text
    assert has_words(text, "رئيس مجلس جماعة تنغير")
    assert has_words(text, "يوسف المرابط")


def test_the_days_of_the_review_are_asked_once_for_both_languages(town, django_assert_num_queries):
    drawn = Act.objects.select_related("commune", "dossier__version", "dossier__local").get(pk=decide_in(town, "U1").pk)
    with django_assert_num_queries(2):
        render(drawn)


def test_a_refection_cites_its_decree_says_its_limits_and_its_six_months(town):
    text = text_of(render(decide_in(town, "U6")))
    assert has_words(text, "قرار يتضمن رخصة الإصلاح")
    assert has_words(text, "المرسوم رقم 2.18.475")
    assert "commission d'instruction" not in text
    assert has_words(text, "6 أشهر من تاريخ التسليم، غير قابلة للتجديد")
    assert "6 mois à compter de la délivrance, non renouvelable" in text


def test_an_order_says_place_area_period_and_that_it_is_precarious(town):
    text = text_of(render(decide_in(town, "D1")))
    assert "شارع محمد الخامس" in text
    assert has_words(text, "15 مترا مربعا")
    assert "sur une surface de 15 m²" in text
    assert has_words(text, "من 1 نونبر 2026 إلى 31 أكتوبر 2027")
    assert has_words(text, "هذا الترخيص مؤقت وقابل للإلغاء وشخصي")
    assert "précaire, révocable et personnelle" in text
    assert "Café Todgha SARL" in text
    assert "(références non précisées)" in text  # no fiscal order is published: none is invented


def test_a_refusal_gives_reasons_ground_and_ways_of_appeal_in_arabic(town):
    text = text_of(render(decide_in(town, "U1", outcome=Decision.Outcome.REFUSAL)))
    assert has_words(text, "قرار معلل برفض طلب")
    assert has_words(text, "علو البناية المطلوب (10,80 أمتار) يتجاوز العلو المسموح به في هذه المنطقة")
    assert has_words(text, "المادة 43 من القانون رقم 12.90")
    assert has_words(text, "الطعن أمام المحكمة الإدارية داخل ستين يوما من التبليغ")
    assert "tribunal administratif dans les soixante jours" in text


@pytest.mark.parametrize("code", ["U6", "U1", "D1"])
def test_an_act_is_the_same_byte_for_byte_each_time_whatever_changes_around_it(town, code):
    act = decide_in(town, code)
    before = render(act)
    town.commune.name_ar = "اسم آخر"
    town.commune.save()
    act.dossier.answers = {}
    act.dossier.save()
    assert render(Act.objects.get(pk=act.pk)) == before


@pytest.mark.parametrize("code", ["U6", "U1", "D1"])
def test_no_act_prints_an_identity_number_or_a_phone(town, code):
    act = decide_in(town, code)
    text = text_of(render(act)).replace(" ", "")
    assert "PA998877" not in text
    assert act.dossier.applicant_cnie not in text
    assert act.dossier.applicant_phone not in text


def test_what_is_not_known_is_said_to_be_not_known(town):
    answers = {key: value for key, value in ANSWERS["U1"].items() if key not in ("land_reference", "address")}
    text = text_of(render(decide_in(town, "U1", answers=answers)))
    assert has_words(text, "غير محدد")
    assert "non précisé" in text
    assert "None" not in text


@pytest.mark.parametrize(("code", "outcome"), [("U6", "grant"), ("U1", "grant"), ("D1", "grant"), ("U1", "refusal")])
def test_the_signature_has_its_field_on_a_page_that_holds_a_part_of_the_text(town, code, outcome):
    act = decide_in(town, code, outcome=outcome)
    data = render(act)
    ((name, page, kind),) = fields(data)
    assert (name, kind) == ("Signature", "/Sig")
    with opened(data) as document:
        french = next(number for number, _page in enumerate(document.pages) if number > page)
    only = text_of(data, "-f", str(page + 1), "-l", str(page + 1))
    assert has_words(only, "رئيس مجلس جماعة تنغير")
    assert "المادة" in only or has_words(only, "طرق الطعن")
    assert french == page + 1


def test_an_act_of_one_article_takes_it_over_to_the_page_of_the_signature(town):
    act = decide_in(town, "U6")
    act.kind = "certificate"
    data = render(act)
    ((_name, page, _kind),) = fields(data)
    only = text_of(data, "-f", str(page + 1), "-l", str(page + 1))
    assert has_words(only, "يشهد بما يلي")
    assert has_words(only, "مادة فريدة تسلم هذه الشهادة")
    assert "Article unique" in text_of(data)


def test_who_is_refused_or_answered_is_an_applicant_and_holds_nothing(town):
    text = text_of(render(decide_in(town, "U1", outcome=Decision.Outcome.REFUSAL)))
    assert "Bénéficiaire" not in text
    assert "Pétitionnaire" in text
    assert has_words(text, "صاحب الطلب حسن أوبيهي")


def test_texts_cited_one_after_the_other_are_joined_in_arabic(town):
    text = text_of(render(decide_in(town, "U1", outcome=Decision.Outcome.REFUSAL)), "-l", "2")
    assert words(text).count("بناء") == 1
    assert words(text).count("وبناء") >= 3


def test_each_of_several_conditions_begins_a_line_and_keeps_its_direction_in_french(town):
    dossier = file_in(town, "U6")
    at = examine(town, dossier)
    conditions = "1. احترام العلو (R+2).\n2. الربط بشبكة ONEE."
    act = decide_dossier(dossier=dossier, outcome="grant", conditions=conditions, actor=town.president, at=at)
    told = Matter(act, "fr").conditions
    assert told == f"\n{embed(conditions, within_rtl=False)}"
    assert Matter(act, "ar").conditions == f"\n{conditions}"
    assert has_words(text_of(render(act)), "احترام العلو")


def test_a_quoted_address_keeps_its_arabic_comma_and_its_guillemets(town):
    act = decide_in(town, "U6")
    told = Matter(act, "fr").address
    assert told.startswith("«\u00a0")
    assert told.endswith("\u00a0»")
    assert "حي أفانور، زنقة 12 رقم 7" in told


def test_a_name_in_latin_letters_keeps_its_full_stop_in_an_arabic_sentence(town):
    act = decide_in(town, "U6")
    act.holder_name = "Todgha S.A."
    assert Matter(act, "ar").values()["holder"] == embed("Todgha S.A.", within_rtl=True) != "Todgha S.A."


def test_a_delegate_signs_for_the_president_and_the_act_stays_the_presidents(town):
    delegate = make_officer(Role.DELEGATE, commune=town.commune)
    dossier = file_in(town, "U6")
    at = examine(town, dossier)
    act = decide_dossier(dossier=dossier, outcome="grant", actor=delegate, at=at)
    text = text_of(render(act))
    assert has_words(text, "عن رئيس مجلس جماعة تنغير وبتفويض منه")
    assert has_words(text, "إن رئيس مجلس جماعة تنغير")
    assert has_words(text, "لا توجد مقتضيات خاصة بهذا القرار")


def test_the_governor_and_not_the_commune_certifies_silence(town):
    dossier = file_in(town, "U6")
    later = MONDAY + 40 * DAY
    with transaction.atomic():
        assert grant_by_silence(dossier, at=later)
    request_silence_certificate(dossier=dossier, actor=dossier.applicant, at=later)
    act = certify_silence(dossier=dossier, actor=town.governor, at=later)
    data = render(act)
    text = text_of(data)
    assert has_words(text, "إن عامل إقليم تنغير")
    assert has_words(text, "انتهى بتاريخ 19 أكتوبر 2026")
    assert "à compter du 20 octobre 2026" in text
    assert len(fields(data)) == 1
    head, _rest = text_of(data).split("إشهاد", 1)
    assert has_words(head, "إقليم تنغير")
    assert "جماعة" not in head  # the commune does not certify its own silence
    assert has_words(text, "يشهد بما يلي")
    assert "Atteste ce qui suit" in text


def test_an_answer_that_nothing_is_required_is_reasoned_and_signed_by_nobody(town):
    dossier = file_in(town, "U6")
    act = find_not_required(
        dossier=dossier,
        reasons="الأشغال خارج الدوائر الخاضعة لرخصة البناء.",
        legal_ground="المادة 40 من القانون رقم 12.90",
        actor=town.clerk,
        at=MONDAY,
    )
    data = render(act)
    text = text_of(data)
    assert has_words(text, "الأشغال خارج الدوائر الخاضعة لرخصة البناء")
    assert has_words(text, "مكتب الضبط لجماعة تنغير")
    assert fields(data) == []
    with opened(data) as document:
        coded = next(number for number, page in enumerate(document.pages, start=1) if "/Annots" in page)
    assert "المادة" in text_of(data, "-f", str(coded), "-l", str(coded))
    assert text.replace(" ", "").count(f"/v/{act.code}/") == 2  # on the Arabic page and on the French one


def test_the_paper_names_the_address_under_which_it_is_verified(town, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://rokhsa.example.ma/"
    act = decide_in(town, "U6")
    with opened(render(act)) as document:
        assert str(document.docinfo["/Subject"]) == f"https://rokhsa.example.ma/v/{act.code}/"
    assert dossier_address("X-1") == "https://rokhsa.example.ma/d/X-1/"


def test_a_fee_order_tells_what_is_due_and_never_invents_a_rate(town):
    order = decide_in(town, "U6").dossier
    with transaction.atomic():
        known, unknown = (issue_order(dossier, at=MONDAY) for dossier in (order, decide_in(town, "D1").dossier))
    told = text_of(render_fee_order(known))
    assert has_words(told, "المجموع الواجب أداؤه: 300 درهم")
    assert known.number in told
    assert "4/2026" in told
    told = text_of(render_fee_order(unknown))
    assert "Total à payer" not in told
    assert has_words(told, "غير محدد")
    assert "Trimestres" in told
    assert "Trimestre" not in text_of(render_fee_order(known))  # nothing in it is due by quarter
    assert render_fee_order(known) == render_fee_order(known)


def test_a_paid_order_is_a_quittance(town):
    dossier = decide_in(town, "U6").dossier
    with transaction.atomic():
        order = issue_order(dossier, at=MONDAY)
    order.payment = type(order).payment.related.related_model(
        order=order, means="cash", amount=300, quittance_number="Q-77", received_at=MONDAY + timedelta(days=3)
    )
    told = text_of(render_fee_order(order))
    assert "Q-77" in told
    assert "Quittance" in told
    assert has_words(told, "المبلغ المؤدى: 300 درهم")
    assert "Total à payer" not in told
    assert "régisseur des recettes" not in told
