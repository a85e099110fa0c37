"""Settings by topic; `embedded`, `dev`, `test` and `production` are differences over `base`.

Every value comes from the environment with a default that works on one machine. `docs/settings.md` lists them.
"""
