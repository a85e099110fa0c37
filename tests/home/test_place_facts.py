"""Facts of a place: typed once on its Arabic page, refused with a sentence, dated at publication, shown in all languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import HomePage, MunicipalityPage, NewsPage, ProvincePage
from portal.accounts.models import User
from portal.kernel.now import at as at_moment
from portal.territory.models import PlacePublication, PlanningDocument
from portal.territory.planning import Ground
from portal.territory.publishing import standing_of
from procedures.models import ProcedurePage

from .conftest import make_procedure

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
LANGUAGES = ("ar", "fr", "zgh")


@pytest.fixture
def cms(client, settings, site):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("OfficerDoorMiddleware")]
    user = User.objects.create(email="root@example.org", is_superuser=True, language="fr")
    client.force_login(user, backend="portal.accounts.backends.DoorBackend")
    return client


def words(ar: str = "", fr: str = "", zgh: str = "") -> dict[str, str]:
    return {"ar": ar, "fr": fr, "zgh": zgh}


def listed(rows: list[dict]) -> dict:
    data = {"count": str(len(rows))}
    for number, row in enumerate(rows):
        data |= {
            f"{number}-deleted": "",
            f"{number}-order": str(number),
            f"{number}-type": "item",
            f"{number}-value": row,
        }
    return data


def hours(opens: str = "08:30", closes: str = "16:30", days=("0", "1", "2", "3", "4")) -> dict:
    return {"days": tuple(days), "opens": opens, "closes": closes}


def desk(*ranges: dict, **more) -> tuple[str, dict]:
    plain = {"name": words("مكتب الضبط", "Bureau d'ordre"), "place": words(), "phone": "0524 83 40 00", "email": ""}
    return "desk", {**plain, "hours": listed(list(ranges) or [hours()]), "ramadan": listed([]), **more}


def alert(first: str = "2026-10-01", last: str = "2026-10-10", **more) -> tuple[str, dict]:
    return "alert", {"text": words("انقطاع الكهرباء", "Coupure de courant"), "first": first, "last": last, **more}


def plan(**days: str) -> tuple[str, dict]:
    names = ("study_published_on", "study_renewed_on", "inquiry_closed_on", "approved_on", "ended_on")
    plain = {
        "kind": "development_plan",
        "title_ar": "تصميم",
        "title_fr": "Plan",
        "perimeter_ar": "",
        "perimeter_fr": "",
    }
    return "plan", {**plain, **dict.fromkeys(names, ""), "source": "BO 1", "confidence": "low", **days}


def typed(*, desks=(), alerts=(), plans=(), latitude="", longitude="", **more) -> dict[str, str]:
    return nested_form_data(
        {
            "title": "تنغير",
            "introduction": rich_text(""),
            "alerts": streamfield(list(alerts)),
            "desks": streamfield(list(desks)),
            "plans": streamfield(list(plans)),
            "latitude": latitude,
            "longitude": longitude,
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
            **more,
        }
    )


def town(language: str = "ar") -> MunicipalityPage:
    return MunicipalityPage.objects.get(slug="tinerhir", locale__language_code=language)


def post(cms, **facts):
    with at_moment(MONDAY):
        return cms.post(reverse("wagtailadmin_pages:edit", args=[town().pk]), typed(**facts))


def said_in(form) -> list[str]:
    """Every sentence of the errors of a form, those inside blocks too."""

    def inside(error) -> list[str]:
        deeper = getattr(error, "block_errors", {})
        errors = [*(deeper.values() if isinstance(deeper, dict) else deeper), getattr(error, "non_block_errors", None)]
        own = [] if deeper or not hasattr(error, "messages") else error.messages
        parts = [part for each in errors if each for part in (each if isinstance(each, list) else [each])]
        return [*own, *(sentence for part in parts for sentence in inside(part))]

    return [sentence for errors in form.errors.as_data().values() for error in errors for sentence in inside(error)]


def published(cms, **facts) -> PlacePublication:
    response = post(cms, **facts)
    assert response.status_code == 302, said_in(response.context["form"])
    return PlacePublication.objects.get(commune=town().commune, until=None)


def shown(client, path: str, at: datetime = MONDAY) -> str:
    with at_moment(at):
        return client.get(path).content.decode().replace("&#x27;", "'")


def test_what_is_typed_once_is_dated_and_shown_in_every_language(cms):
    row = published(cms, desks=[desk()], latitude="31,51472", longitude="-5.53278")
    assert row.since == MONDAY
    assert row.facts["desks"][0]["phone"] == "+212524834000"
    assert row.facts["desks"][0]["hours"] == [{"days": [0, 1, 2, 3, 4], "opens": "08:30", "closes": "16:30"}]
    assert row.facts["position"] == {"latitude": "31.51472", "longitude": "-5.53278"}
    cms.logout()
    for language, state in (
        ("ar", "مفتوح اليوم إلى الساعة 16:30"),
        ("fr", "Ouvert aujourd'hui jusqu'à 16:30"),
        ("zgh", "16:30"),
    ):
        html = shown(cms, f"/{language}/essai/tinerhir/")
        assert state in html
        assert 'href="geo:31.51472,-5.53278"' in html


def test_a_feast_closes_it_by_its_name_and_says_when_it_opens_again(cms):
    published(cms, desks=[desk()])
    html = shown(cms, "/fr/essai/tinerhir/", datetime(2026, 11, 6, 10, tzinfo=UTC))
    assert "Fermé aujourd'hui" in html
    assert "La marche verte" in html
    assert "Ouvre lundi à 08:30" in html.replace("Lundi", "lundi")


def test_the_other_languages_do_not_ask_for_the_facts_again(cms):
    form = cms.get(reverse("wagtailadmin_pages:edit", args=[town("fr").pk])).context["form"]
    assert not {"desks", "alerts", "plans", "latitude"} & set(form.fields)
    published(cms, desks=[desk()])
    page = town("fr")
    page.save_revision().publish()
    assert PlacePublication.objects.filter(commune=page.commune).count() == 1


def test_a_new_publication_ends_the_one_before_and_one_without_change_writes_nothing(cms):
    published(cms, desks=[desk()])
    published(cms, desks=[desk()])
    assert PlacePublication.objects.count() == 1
    row = published(cms, desks=[desk(hours("09:00", "15:00"))])
    before = PlacePublication.objects.exclude(pk=row.pk).get()
    assert before.until == row.since


WRONG = {
    "hours that end before they begin": ({"desks": [desk(hours("16:30", "08:30"))]}, "La fermeture précède"),
    "hours that overlap": ({"desks": [desk(hours(), hours("12:00", "18:00"))]}, "se chevauchent"),
    "a phone that is none": ({"desks": [desk(phone="12")]}, "Ce numéro de téléphone"),
    "a desk without a name": ({"desks": [desk(name=words(zgh="ⴰⵙⵉⵔⴰ"))]}, "au moins en arabe ou en français"),
    "an alert that ends before it begins": (
        {"alerts": [alert("2026-10-10", "2026-10-01")]},
        "finit avant de commencer",
    ),
    "an alert without words": ({"alerts": [alert(text=words())]}, "au moins en arabe ou en français"),
    "coordinates that changed places": ({"latitude": "-5.53", "longitude": "31.51"}, "sont inversées"),
    "coordinates elsewhere": ({"latitude": "48.85", "longitude": "2.35"}, "pas au Maroc"),
    "one coordinate": ({"latitude": "31.51"}, "deux nombres"),
    "a plan approved before its inquiry": (
        {"plans": [plan(inquiry_closed_on="2026-05-01", approved_on="2026-04-01")]},
        "Cette date précède",
    ),
    "an order renewed after it lapsed": (
        {"plans": [plan(study_published_on="2026-01-15", study_renewed_on="2026-08-01")]},
        "ne pouvait plus être renouvelé",
    ),
    "a plan without a day": ({"plans": [plan()]}, "au moins une date"),
}


@pytest.mark.parametrize(("facts", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_in_a_sentence_and_nothing_typed_is_lost(cms, facts, sentence):
    response = post(cms, **{"desks": [desk(email="kept@example.org")], **facts})
    assert response.status_code == 200
    assert any(sentence in told for told in said_in(response.context["form"]))
    assert "desks" in facts or "kept@example.org" in response.content.decode()
    assert not PlacePublication.objects.exists()


def test_an_alert_stands_on_the_page_and_on_its_procedures_only_while_it_lasts(cms):
    published(cms, desks=[desk()], alerts=[alert(closed="on")])
    for path in ("essai/tinerhir/", "essai/tinerhir/permis-essai/"):
        assert "Coupure de courant" in shown(cms, f"/fr/{path}")
        assert "Coupure de courant" not in shown(cms, f"/fr/{path}", datetime(2026, 10, 11, 9, tzinfo=UTC))
    assert "Coupure de courant" not in shown(cms, "/fr/essai/ait-hani/")
    # The desk is shut while it lasts, and opens on the next working day after it.
    assert "Fermé aujourd'hui" in shown(cms, "/fr/essai/tinerhir/")
    assert "Ouvre le 12 octobre 2026 à 08:30" in shown(cms, "/fr/essai/tinerhir/")


@pytest.mark.parametrize(("model", "beyond"), [(ProvincePage, False), (HomePage, True)])
def test_an_alert_of_the_province_or_the_portal_stands_on_all_pages_under_it(client, site, model, beyond):
    page = model.objects.get(locale__language_code="ar")
    page.alerts = [
        ("alert", {"text": words("صيانة", "Maintenance"), "first": date(2026, 10, 1), "last": date(2026, 10, 9)})
    ]
    with at_moment(MONDAY):
        page.save_revision().publish()
    for path in ("essai/", "essai/tinerhir/", "essai/ait-hani/permis-essai/"):
        assert "Maintenance" in shown(client, f"/fr/{path}")
    assert ("Maintenance" in shown(client, "/fr/")) is beyond


def test_the_documents_of_a_plan_are_rows_that_the_register_reads(cms):
    post(cms, plans=[plan(study_published_on="2026-09-01")])
    commune = town().commune
    assert standing_of(commune, on=MONDAY.date(), at=MONDAY).must_defer
    post(cms, plans=[plan(study_published_on="2026-09-01", approved_on="2026-10-02")])
    assert standing_of(commune, on=MONDAY.date(), at=MONDAY).effects[0].ground is Ground.APPROVED
    assert PlanningDocument.objects.count() == 2


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"study_published_on": "2026-09-01"}, "Jusqu'au 1er mars 2027, le président doit surseoir"),
        ({"inquiry_closed_on": "2026-09-01"}, "au plus tard jusqu'au 1er septembre 2027"),
        ({"study_published_on": "2026-01-01"}, "a cessé d'avoir effet le 1er juillet 2026"),
        ({"approved_on": "2026-09-01"}, "Un plan approuvé le 1er septembre 2026"),
        ({"kind": "no_plan"}, "surseoir à statuer sur une demande pendant 24 mois au plus"),
    ],
)
def test_the_guide_of_a_building_permit_says_what_stands_before_plans_are_paid_for(cms, site, days, sentence):
    make_procedure("U1", "permis-de-construire", fr="Permis de construire", ar="رخصة البناء")
    from home.opening import open_province

    open_province(site, at=MONDAY)
    assert post(cms, plans=[plan(**days)]).status_code == 302
    html = shown(cms, "/fr/essai/tinerhir/permis-de-construire/")
    assert sentence in html
    assert "Avant de payer des plans" in html
    # A commune that tells nothing is said to be unknown, and a réfection is not concerned.
    assert "ne sait pas quel plan" in shown(cms, "/fr/essai/ait-hani/permis-de-construire/")
    assert "Avant de payer des plans" not in shown(cms, "/fr/essai/tinerhir/permis-essai/")


def test_outside_a_plan_a_rural_commune_gives_the_limits_of_the_decree(cms, site):
    from portal.territory.planning import Plan
    from portal.territory.publishing import publish_plans

    key = make_procedure("U1", "permis-de-construire", fr="Permis de construire", ar="رخصة البناء")
    from home.opening import open_province

    open_province(site, at=MONDAY)
    commune = ProcedurePage.objects.filter(key=key, commune__is_urban=False).first().commune
    publish_plans(commune, [Plan("no_plan", source="x")], at=MONDAY)
    html = shown(cms, "/fr/essai/ait-hani/permis-de-construire/")
    assert "au moins 1 ha, sur 1/50 de celle-ci et 800 m² au plus, jusqu'à 8,5 m de haut" in html


def test_news_come_newest_first_a_page_at_a_time(client, site):
    page = town("fr")
    for number in range(1, 26):
        news = NewsPage(
            title=f"Actualité {number:02}", slug=f"n-{number}", day=date(2026, 9, number), locale=page.locale
        )
        page.add_child(instance=news)
    html = shown(client, "/fr/essai/tinerhir/")
    assert "Actualité 25" in html
    assert "Actualité 22" not in html
    assert 'href="/fr/news/essai/tinerhir/"' in html
    first, second = shown(client, "/fr/news/essai/tinerhir/"), shown(client, "/fr/news/essai/tinerhir/?page=2")
    assert ("Actualité 06" in first, "Actualité 05" in first) == (True, False)
    assert "Actualité 01" in second
    assert client.get("/fr/news/essai/nulle-part/").status_code == 404


def test_the_preview_of_the_page_shows_what_is_typed_before_it_is_published(cms):
    page = town()
    page.alerts = [
        ("alert", {"text": words("صيانة"), "first": date(2026, 10, 1), "last": date(2026, 10, 9), "closed": False})
    ]
    with at_moment(MONDAY):
        html = page.make_preview_request().content.decode()
    assert "صيانة" in html
    assert "صيانة" not in shown(cms, "/ar/essai/tinerhir/")
