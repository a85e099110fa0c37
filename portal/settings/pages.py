"""What every page shows and how its forms are drawn."""

from .environment import env

# Forms are drawn by the portal's own templates (templates/django/forms), which the default renderer does not look for.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# The receipt number of the declaration to the CNDP (law 09-08), shown in the footer when there is one.
CNDP_NUMBER = env.str("CNDP_NUMBER", default="")
