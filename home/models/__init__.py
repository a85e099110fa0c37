"""The public tree: home, province, municipality; content and news beneath them. What people type in the search."""

from .content import ContentPage, NewsPage
from .home_page import HomePage
from .places import MunicipalityPage, ProvincePage
from .search import SearchAnswer, SearchCandidate, SearchWord

__all__ = [
    "ContentPage",
    "HomePage",
    "MunicipalityPage",
    "NewsPage",
    "ProvincePage",
    "SearchAnswer",
    "SearchCandidate",
    "SearchWord",
]
