"""Territory in order of dependence: places, bodies, decreed days, what a commune publishes of itself."""

from .body import Body, ReviewBody
from .day import DecreedDay
from .place import Arrondissement, Commune, Province, Region, ReviewRegime
from .planning import PlanningDocument, PlanningRule
from .publication import PlacePublication

__all__ = [
    "Arrondissement",
    "Body",
    "Commune",
    "DecreedDay",
    "PlacePublication",
    "PlanningDocument",
    "PlanningRule",
    "Province",
    "Region",
    "ReviewBody",
    "ReviewRegime",
]
