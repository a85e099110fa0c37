"""People, and the dated grants from which every right follows."""

from .grant import Grant, Role
from .mandate import Mandate
from .user import User

__all__ = ["Grant", "Mandate", "Role", "User"]
