"""Mail and SMS: files under `DATA_DIR/outgoing` to start, a real server through `EMAIL_URL` and a gateway class."""

from .environment import DATA_DIR, env

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "outgoing" / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="turagt@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Dotted path of a class with the methods of portal.kernel.transport.SmsGateway.
SMS_GATEWAY = env.str("SMS_GATEWAY", default="portal.kernel.transport.FileSmsGateway")
SMS_FILE_PATH = str(DATA_DIR / "outgoing" / "sms")
