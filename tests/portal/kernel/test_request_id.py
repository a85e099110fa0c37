"""Each answer carries its request's id; what a watcher asks every few seconds fills no log unless something is wrong."""

import structlog
from django.http import HttpResponse
from django.test import RequestFactory

from portal.kernel.request_id import RequestIdMiddleware


def told(path, status=200):
    with structlog.testing.capture_logs() as lines:
        answer = RequestIdMiddleware(lambda request: HttpResponse(status=status))(RequestFactory().get(path))
    assert answer["X-Request-ID"]
    return [(line["path"], line["status"]) for line in lines]


def test_every_answer_is_logged():
    assert told("/ar/") == [("/ar/", 200)]


def test_a_watcher_is_logged_only_when_something_is_wrong():
    assert told("/healthz") == told("/readyz") == []
    assert told("/readyz", status=503) == [("/readyz", 503)]
