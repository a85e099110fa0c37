"""Wagtail: one door, no calls to the outside, no users or groups managed from the CMS."""

from .environment import PORT, env

WAGTAIL_SITE_NAME = "Turagt"
# Printed on papers and written in messages, so never with a closing slash.
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
WAGTAILADMIN_LOGIN_URL = "/cms/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# What was approved is published on the approver's decision: who may approve is said by dated grants, in the tasks.
WAGTAIL_FINISH_WORKFLOW_ACTION = "procedures.finishing.publish_approved"
# A draft is what an editor chose to save: an approval publishes the last one.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 15_000
# A new translation begins as a draft, whatever its original is.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_EXTENSIONS: list[str] = ["pdf", "mp3", "ogg"]
