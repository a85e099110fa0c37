"""One port, two interfaces: `/live/` goes to Django's ASGI application, everything else to its WSGI one.

All of Django under ASGI was measured and dropped: a page costs four times as much and a large file is read whole into
memory (docs/decisions/0003).
"""

import os
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
streams = get_asgi_application()

from portal.wsgi import application as wsgi

pages = WSGIMiddleware(wsgi, workers=32)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Dispatch by path; the lifespan protocol is not used."""
    if scope["type"] != "http":
        if scope["type"] == "lifespan":
            while True:
                message = await receive()
                await send({"type": f"{message['type']}.complete"})
                if message["type"] == "lifespan.shutdown":
                    return
        return
    inside = streams if scope["path"].startswith("/live/") else pages
    await inside(scope, receive, send)
