"""Territory in order of dependence: regions, provinces, communes, arrondissements, bodies, decreed days."""

from .body import Body, ReviewBody
from .day import DecreedDay
from .place import Arrondissement, Commune, Province, Region, ReviewRegime

__all__ = ["Arrondissement", "Body", "Commune", "DecreedDay", "Province", "Region", "ReviewBody", "ReviewRegime"]
