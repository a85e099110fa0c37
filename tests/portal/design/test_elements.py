"""What elements promise: foreign words are marked, numbers keep their direction, errors are tied to their field."""

import datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import gettext_lazy, override

from portal.settings.environment import BASE_DIR
from procedures.snapshot import DocumentRule, Sourced, Text

ELEMENTS = BASE_DIR / "portal" / "templates" / "elements"


def render(source, language="fr", **context):
    with override(language):
        return Template(source).render(Context(context))


def test_a_missing_translation_is_shown_in_another_language_and_marked():
    words = Text(ar="رأي الوكالة الحضرية")
    assert render("{% text t %}", "fr", t=words) == '<span lang="ar" dir="rtl">رأي الوكالة الحضرية</span>'
    assert render("{% text t %}", "zgh", t=words) == '<span lang="ar" dir="rtl">رأي الوكالة الحضرية</span>'


def test_words_in_the_language_of_the_page_bear_no_mark():
    assert render("{% text t %}", "ar", t=Text(ar="رأي", fr="Avis")) == "رأي"


def test_a_text_is_escaped():
    assert render("{% text t %}", "fr", t=Text(fr="<b>5 > 3</b>")) == "&lt;b&gt;5 &gt; 3&lt;/b&gt;"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Mon espace", '<span lang="fr" dir="ltr">Mon espace</span>'),
        ("فضائي", '<span lang="ar" dir="rtl">فضائي</span>'),
        ("ⵜⵓⵔⴰⴳⵜ Tinghir", "ⵜⵓⵔⴰⴳⵜ Tinghir"),
        ("12 / 7", "12 / 7"),
    ],
)
def test_on_a_page_in_amazigh_words_of_another_language_are_marked_by_their_script(words, shown):
    assert render("{{ w|spoken }}", "zgh", w=words) == shown
    assert render("{{ w|spoken }}", "fr", w=words) == words


@pytest.mark.parametrize("page", ["ar", "fr", "zgh"])
def test_what_a_person_wrote_carries_its_own_language_on_every_page(page):
    assert render("{{ w|written }}", page, w="Photo <floue>") == '<bdi lang="fr" dir="ltr">Photo &lt;floue&gt;</bdi>'
    assert render("{{ w|written }}", page, w="صورة غير واضحة") == '<bdi lang="ar" dir="rtl">صورة غير واضحة</bdi>'
    assert render("{{ w|written }}", page, w=None) == ""


def test_an_arabic_line_keeps_its_numbers_and_addresses_in_order():
    words = "الهاتف: 05 24 83 40 00 أو bureau.ordre@exemple.invalid"
    kept = 'الهاتف: <bdi dir="ltr">05 24 83 40 00</bdi> أو <bdi dir="ltr">bureau.ordre@exemple.invalid</bdi>'
    assert render("{% text t %}", "ar", t=Text(ar=words, fr="Tél.")) == kept
    assert render("{% text t %}", "zgh", t=Text(ar=words, fr="Tél.")) == f'<span lang="ar" dir="rtl">{kept}</span>'
    assert render("{{ w|written }}", "fr", w=words) == f'<bdi lang="ar" dir="rtl">{kept}</bdi>'


def test_french_words_given_for_arabic_ones_are_marked_french():
    words = "Tél : 05 24 83 40 00 (bureau n° 4)."
    assert render("{% text t %}", "ar", t=Text(ar=words, fr="x")) == f'<span lang="fr" dir="ltr">{words}</span>'


def test_a_legal_status_without_amazigh_words_is_arabic_on_an_amazigh_page():
    lazy = gettext_lazy("Enter a valid URL.")  # Django's own, which the catalogue in Amazigh does not have
    shown = render("{{ w|status }}", "zgh", w=lazy)
    with override("ar"):
        arabic = str(lazy)
    assert shown == f'<span lang="ar" dir="rtl">{arabic}</span>'


def test_a_reference_is_isolated_and_left_to_right():
    expected = '<bdi class="ltr" dir="ltr">085770111-U6-2026-000123-K7</bdi>'
    assert render("{% ltr r %}", "ar", r="085770111-U6-2026-000123-K7") == expected
    assert render('{{ r|ltr }}{% ltr "" %}', "ar", r="085770111-U6-2026-000123-K7") == expected


def test_a_date_bears_its_machine_form_and_a_moment_is_read_on_moroccos_clock():
    day = datetime.date(2026, 8, 20)
    assert 'datetime="2026-08-20"' in render("{{ d|moroccan_date }}", "fr", d=day)
    late = datetime.datetime(2026, 11, 5, 23, 30, tzinfo=datetime.UTC)
    assert 'datetime="2026-11-06"' in render("{{ d|moroccan_date }}", "fr", d=late)
    assert "00:30" in render("{{ d|moroccan_moment }}", "ar", d=late)


@pytest.mark.parametrize(
    ("month", "name"), [(5, "ماي"), (7, "يوليوز"), (8, "غشت"), (9, "شتنبر"), (11, "نونبر"), (12, "دجنبر")]
)
def test_months_are_named_as_in_morocco(month, name):
    assert f"3 {name} 2026" in render("{{ d|moroccan_date }}", "ar", d=datetime.date(2026, month, 3))


def test_a_place_without_an_amazigh_name_shows_its_french_one_marked():
    place = SimpleNamespace(name_ar="إكنيون", name_fr="Ikniouen", name_zgh="", name_in=lambda _: "Ikniouen")
    assert render("{% place_name p %}", "zgh", p=place) == '<span lang="fr" dir="ltr">Ikniouen</span>'
    with override("zgh"):
        assert render("{% for l, n in p|other_names %}{{ l }} {% endfor %}", "zgh", p=place) == "ar fr "


def test_an_element_sees_only_what_it_is_given():
    source = '{% element "button" label=label %}'
    shown = render(source, "fr", label="Envoyer", href="/ailleurs/", kind="danger")
    assert "<button" in shown
    assert "/ailleurs/" not in shown
    assert "danger" not in shown


def test_a_box_holds_a_part_of_the_page():
    shown = render('{% box "notice" kind="warning" title="A" %}<p>{{ words }}</p>{% endbox %}', "fr", words="5 < 7")
    assert "<p>5 &lt; 7</p>" in shown
    assert "notice-warning" in shown


def test_an_element_needs_a_name_and_named_values():
    for source in ("{% element %}", '{% element "button" "label" %}'):
        with pytest.raises(TemplateSyntaxError):
            Template(source)


def test_the_checklist_tells_main_documents_from_the_others_and_what_is_not_confirmed():
    documents = [
        DocumentRule("plan", "main", Text(fr="Plan"), origin=Sourced("RGC 39", "high")),
        DocumentRule("photo", "information", Text(fr="Photo"), origin=Sourced("usage", "low")),
    ]
    shown = render('{% element "checklist" documents=d %}', "fr", d=documents)
    main, _rest = shown.split("Photo")[0].split("Plan")
    assert "chip-confirm" not in main
    assert shown.count("chip-confirm") == 1
    assert "usage" in shown


class ApplicantForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="Comme sur la carte.")
    phone = forms.CharField(label="Téléphone", widget=forms.TextInput(attrs={"type": "tel"}))
    works = forms.ChoiceField(label="Travaux", choices=[("roof", "Toit")], widget=forms.RadioSelect)
    note = forms.CharField(label="Remarque", required=False)
    agree = forms.BooleanField(label="Je confirme")


def test_an_error_stands_beside_its_field_and_is_tied_to_it():
    shown = render("{{ form }}", "fr", form=ApplicantForm({}))
    assert 'id="id_name_error"' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert shown.count("field-invalid") == 4


def test_an_optional_field_says_so_and_a_required_one_says_nothing():
    shown = render("{% for f in form %}{{ f.as_field_group }}{% endfor %}", "fr", form=ApplicantForm())
    assert shown.count('class="optional"') == 1


def test_identifiers_and_phones_are_typed_from_left_to_right():
    class Numbers(forms.Form):
        area = forms.DecimalField()
        phone = forms.CharField(widget=forms.TextInput(attrs={"type": "tel"}))

    shown = render("{{ form }}", "ar", form=Numbers())
    assert shown.count('dir="ltr"') == 2


def test_the_error_summary_names_the_field_leads_to_it_and_takes_the_focus():
    shown = render('{% element "error_summary" form=form %}', "fr", form=ApplicantForm({}))
    assert "autofocus" in shown
    assert 'href="#id_name"' in shown
    assert 'href="#id_works_0"' in shown
    assert "Nom" in shown


def test_a_form_without_errors_shows_no_summary():
    assert render('{% element "error_summary" form=form %}', "fr", form=ApplicantForm()).strip() == ""


def test_every_element_says_what_it_takes_or_is_a_part_of_another():
    parts = {"site_header", "site_footer", "municipality", "demonstration", "field_words", "field_errors"}
    parts |= {"checklist_items", "checklist_parts", "error_summary_box", "actions"}
    silent = [
        path.stem
        for path in ELEMENTS.glob("*.html")
        if path.stem not in parts and "{#" not in path.read_text(encoding="utf-8").splitlines()[0]
    ]
    assert silent == []


@pytest.mark.parametrize("page", ["ar", "fr", "zgh"])
def test_where_an_uncertain_fact_comes_from_is_marked_with_its_language(page):
    shown = render('{% element "confidence" source=s %}', page, s="Pratique, à confirmer")
    assert '<bdi lang="fr" dir="ltr">Pratique, à confirmer</bdi>' in shown
