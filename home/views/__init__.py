"""Public views that are no CMS pages."""
