"""Three languages, Arabic first; French is the fallback of the libraries; Amazigh is unknown to Django and added here."""

import django.conf.locale

from .environment import BASE_DIR

django.conf.locale.LANG_INFO["zgh"] = {
    "bidi": False,
    "code": "zgh",
    "name": "Standard Moroccan Tamazight",
    "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("ar", "العربية"), ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"), ("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ")]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ar", "العربية"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Africa/Casablanca"
