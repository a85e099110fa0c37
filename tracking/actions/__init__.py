"""What people and the portal do with a dossier: one file an act, keyword-only, all through `lifecycle.apply`."""
