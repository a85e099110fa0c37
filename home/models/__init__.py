"""The public tree: home, province, municipality; content and news beneath them."""

from .content import ContentPage, NewsPage
from .home_page import HomePage
from .places import MunicipalityPage, ProvincePage

__all__ = ["ContentPage", "HomePage", "MunicipalityPage", "NewsPage", "ProvincePage"]
