"""How long what is not yet a file is kept; the periods of filed dossiers are data of the register."""

from .environment import env

# An anonymous draft closes by itself after so many hours without a touch: the computer may be shared.
DRAFT_HOURS_ANONYMOUS = env.int("DRAFT_HOURS_ANONYMOUS", default=24)
DRAFT_DAYS = env.int("DRAFT_DAYS", default=90)
# Closed and filed drafts keep nothing after so many days.
DRAFT_ERASE_DAYS = env.int("DRAFT_ERASE_DAYS", default=30)
# A private file that no row refers to, left by a process that died, is removed after so many days.
LEFTOVER_FILE_DAYS = env.int("LEFTOVER_FILE_DAYS", default=7)
DRAFT_LINK_MINUTES = env.int("DRAFT_LINK_MINUTES", default=30)
# Of all anonymous drafts that one network address fills, in an hour: a shared computer or a family, not a full disk.
UPLOAD_ANONYMOUS_MEGABYTES_AN_HOUR = env.int("UPLOAD_ANONYMOUS_MEGABYTES_AN_HOUR", default=600)
UPLOAD_MAX_TOTAL_MEGABYTES = env.int("UPLOAD_MAX_TOTAL_MEGABYTES", default=300)
