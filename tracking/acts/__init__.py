"""What the papers say: one document a file over one layout. Importing this package registers them with the register.

Wording that the law fixes is data (`wording/`), with its source and confidence. A document is drawn from frozen data
alone: the same act gives the same bytes.
"""

from ..renderers import register_receipt, register_renderer, register_seal
from .certificate import render_certificate, render_not_required, render_silence_certificate
from .layout import draw_seal
from .order import render_order
from .permit import render_permit
from .receipt import render_declaration_receipt, render_receipt
from .refusal import render_refusal

register_renderer("permit", render_permit)
register_renderer("order", render_order)
register_renderer("certificate", render_certificate)
register_renderer("not_required", render_not_required)
register_renderer("refusal", render_refusal)
register_renderer("silence_certificate", render_silence_certificate)
register_renderer("declaration_receipt", render_declaration_receipt)
register_receipt(render_receipt)
register_seal(draw_seal)
