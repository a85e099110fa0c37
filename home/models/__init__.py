"""The public tree: home, province, municipality; content and news beneath them."""

from .approval import PageApproval
from .content import ContentPage, NewsPage
from .home_page import HomePage
from .places import MunicipalityPage, ProvincePage

__all__ = ["ContentPage", "HomePage", "MunicipalityPage", "NewsPage", "PageApproval", "ProvincePage"]
