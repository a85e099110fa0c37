"""What a person has begun and not filed: drafts, their uploads, and the single-use links that open one elsewhere."""

from .draft import Draft
from .link import DraftLink
from .upload import Upload

__all__ = ["Draft", "DraftLink", "Upload"]
