"""A person's own space: who they are, and the sections that drafts, dossiers and acts add to it."""
