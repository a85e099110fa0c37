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
STATICFILES_DIRS: list[object] = [BASE_DIR / "portal" / "static"]
for prefix, folder in (
    ("bootstrap", NODE_MODULES / "bootstrap" / "dist" / "css"),
    ("fonts/plex-sans", NODE_MODULES / "@fontsource" / "ibm-plex-sans" / "files"),
    (
        "fonts/plex-arabic",
        NODE_MODULES / "@fontsource" / "ibm-plex-sans-arabic" / "files",
    ),
    ("fonts/tifinagh", NODE_MODULES / "@fontsource" / "noto-sans-tifinagh" / "files"),
):
    if folder.is_dir():
        STATICFILES_DIRS.append((prefix, folder))

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600
PAPER_FONTS_DIR = BASE_DIR / "build" / "fonts"
