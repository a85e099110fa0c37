"""People, and the dated grants from which every right follows."""

from .grant import ADMIN_ROLES, CMS_ROLES, DECIDING_ROLES, Grant, Role
from .mandate import Mandate
from .user import User

__all__ = ["ADMIN_ROLES", "CMS_ROLES", "DECIDING_ROLES", "Grant", "Mandate", "Role", "User"]
