"""Private files, public images, static files and the fonts of documents."""

from .environment import BASE_DIR, DATA_DIR, env

# Only public images of editors; private files are StoredFile rows over PRIVATE_FILES_DIR.
MEDIA_ROOT = DATA_DIR / "images"
MEDIA_URL = "/images/"
PRIVATE_FILES_DIR = DATA_DIR / "files"
# nginx's internal location for private files; empty: the portal streams them itself.
PRIVATE_FILES_ACCEL_PREFIX = env.str("PRIVATE_FILES_ACCEL_PREFIX", default="")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
# Served from the front-end packages: their address below STATIC_URL, their path below NODE_MODULES. The maps stand here
# because the style sheets name them and the manifest wants every name to exist.
PACKAGE_FILES = {
    f"bootstrap/{name}": f"bootstrap/dist/css/{name}"
    for name in (
        "bootstrap-reboot.min.css",
        "bootstrap-reboot.min.css.map",
        "bootstrap-reboot.rtl.min.css",
        "bootstrap-reboot.rtl.min.css.map",
    )
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.packages.PackageFilesFinder",
]
# Made at set-up by portal.webfonts.
WEB_FONTS_DIR = BASE_DIR / "build" / "webfonts"
STATICFILES_DIRS: list[object] = [("fonts", WEB_FONTS_DIR)] if WEB_FONTS_DIR.is_dir() else []

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
PAPER_FONTS_DIR = BASE_DIR / "build" / "fonts"
