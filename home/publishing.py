"""What the publication of a place's page sets off: the facts typed on it are dated, and hold for all languages from then on.

A publication scheduled for later is announced twice: when it is scheduled, the page not live, and when it is made.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from portal.kernel.now import now
from portal.territory.publishing import publish_place, publish_plans

from .models import HomePage, MunicipalityPage, ProvincePage
from .place_facts import carries_facts, facts_of, plans_of


@receiver(page_published, sender=MunicipalityPage, dispatch_uid="home.municipality_facts")
def publish_municipality(sender: type[MunicipalityPage], instance: MunicipalityPage, **kwargs: Any) -> None:
    if instance.live and carries_facts(instance):
        at = now()
        publish_place(facts_of(instance), commune=instance.commune, at=at)
        publish_plans(instance.commune, plans_of(instance), at=at)


@receiver(page_published, sender=ProvincePage, dispatch_uid="home.province_facts")
def publish_province(sender: type[ProvincePage], instance: ProvincePage, **kwargs: Any) -> None:
    if instance.live and carries_facts(instance):
        publish_place(facts_of(instance), province=instance.province, at=now())


@receiver(page_published, sender=HomePage, dispatch_uid="home.portal_facts")
def publish_portal(sender: type[HomePage], instance: HomePage, **kwargs: Any) -> None:
    if instance.live and carries_facts(instance):
        publish_place(facts_of(instance), at=now())
