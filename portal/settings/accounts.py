"""Who may enter: allauth is the one door; a phone or an e-mail and a code are enough; roles that decide need a second factor."""

from .environment import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    # Signs in; the next one only answers what a grant permits.
    "portal.accounts.backends.DoorBackend",
    "portal.accounts.backends.GrantBackend",
]

# Names, not addresses: they resolve in the language of the page that asks.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "space:overview"

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "portal.accounts.forms.SignupForm",
    "login": "portal.accounts.forms.LoginForm",
    "request_login_code": "portal.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "portal.accounts.forms.ConfirmLoginCodeForm",
    "verify_phone": "portal.accounts.forms.VerifyPhoneForm",
    "add_email": "portal.accounts.forms.AddEmailForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "reauthenticate": "portal.accounts.forms.ConfirmPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.ResetPasswordKeyForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "confirm_password_reset_code": "portal.accounts.forms.ConfirmPasswordResetCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# Either is enough; our form demands one of them, which allauth's own check (account.W001) cannot know.
ACCOUNT_SIGNUP_FIELDS = ["phone", "email"]
SILENCED_SYSTEM_CHECKS = ["account.W001"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Turagt: "
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
# The session ends with the browser: many people share a computer.
ACCOUNT_SESSION_REMEMBER = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 7 * 24 * 3600

# Digits, because a phone's Arabic keyboard has no Latin letters; three tries, ten minutes (an SMS may be slow).
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_ENABLED = True
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 600
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/h/ip,5/10m/key",
    "change_phone": "5/10m/user",
    # The adapter counts every SMS itself, by number and by address, and answers with a sentence.
    "verify_phone": None,
}
# How many proxies stand before the portal: the reader's address is then taken from X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.AuthenticateForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
    "activate_totp": "portal.accounts.forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Turagt"
# No tolerance: allauth remembers a used code for one period only, so a tolerated one could be given twice.
MFA_TOTP_TOLERANCE = 0
# An address that waits for its proof opens nothing here, so it need not hinder a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True

PHONENUMBER_DEFAULT_REGION = "MA"
PHONENUMBER_DB_FORMAT = "E164"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# The count of failures is enough; a second table would keep every sign-in with its address for ever.
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "portal.accounts.adapter.login_name"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.adapter.client_address"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
