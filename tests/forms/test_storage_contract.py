"""formtools' storage contract, held by its own two storages and by ours alike; then what only ours promises."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from formtools.wizard.storage.cookie import CookieStorage
from formtools.wizard.storage.session import SessionStorage

from forms.models import Draft
from forms.storage import DraftStorage
from tests.forms.factories import make_draft

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


class Contract:
    """What formtools expects: one dict of step, step data, files and extra data, read and written through a response."""

    def request(self):
        request = RequestFactory().get("/")
        request.session = SessionStore()
        return request

    def storage(self, request):
        raise NotImplementedError

    def again(self, storage, request):
        """The storage of the next request, after the response of this one."""
        response = HttpResponse()
        storage.update_response(response)
        following = self.request()
        following.session = request.session
        following.COOKIES.update({name: morsel.value for name, morsel in response.cookies.items()})
        return self.storage(following)

    def test_it_begins_without_a_step(self):
        assert self.storage(self.request()).current_step is None

    def test_the_current_step_is_kept(self):
        request = self.request()
        storage = self.storage(request)
        storage.set_step_data("one", {"one-a": ["1"]})
        storage.current_step = "two"
        assert self.again(storage, request).current_step == "two"

    def test_step_data_comes_back_as_it_was_posted(self):
        request = self.request()
        storage = self.storage(request)
        storage.set_step_data("one", MultiValueDict({"one-a": ["1", "2"], "one-b": [""]}))
        back = self.again(storage, request).get_step_data("one")
        assert back.getlist("one-a") == ["1", "2"]
        assert back["one-b"] == ""

    def test_a_step_never_posted_has_no_data(self):
        storage = self.storage(self.request())
        assert storage.get_step_data("one") is None
        assert storage.get_step_files("one") is None

    def test_extra_data_is_kept(self):
        request = self.request()
        storage = self.storage(request)
        storage.set_step_data("one", {"one-a": ["1"]})
        storage.extra_data = {"from": "guide"}
        assert self.again(storage, request).extra_data == {"from": "guide"}

    def test_reset_empties_it(self):
        request = self.request()
        storage = self.storage(request)
        storage.set_step_data("one", {"one-a": ["1"]})
        storage.current_step = "one"
        storage = self.again(storage, request)
        storage.reset()
        storage = self.again(storage, request)
        assert storage.current_step is None
        assert storage.get_step_data("one") is None

    def test_two_prefixes_do_not_meet(self):
        request = self.request()
        storage = self.storage(request)
        storage.set_step_data("one", {"one-a": ["1"]})
        assert self.other(request).get_step_data("one") is None

    def other(self, request):
        return type(self.storage(request))("other", request)


class TestSessionStorage(Contract):
    def storage(self, request):
        return SessionStorage("apply", request)


class TestCookieStorage(Contract):
    def storage(self, request):
        return CookieStorage("apply", request)


class TestDraftStorage(Contract):
    @pytest.fixture(autouse=True)
    def _draft(self):
        self.draft = make_draft()

    def storage(self, request):
        request.draft = Draft.objects.get(pk=self.draft.pk)
        return DraftStorage("apply", request)

    def other(self, request):
        request.draft = make_draft()
        return DraftStorage("other", request)

    def test_nothing_is_written_when_nothing_changed(self, django_assert_num_queries):
        storage = self.storage(self.request())
        with django_assert_num_queries(0):
            storage.update_response(HttpResponse())
        assert Draft.objects.get(pk=self.draft.pk).revision == 0

    def test_it_writes_once_a_request(self, django_assert_max_num_queries):
        storage = self.storage(self.request())
        storage.set_step_data("one", {"one-a": ["1"]})
        storage.set_answers("one", {"a": "1"})
        storage.current_step = "two"
        with django_assert_max_num_queries(4):  # savepoint, read under lock, write, release
            storage.update_response(HttpResponse())
        draft = Draft.objects.get(pk=self.draft.pk)
        assert draft.revision == 1
        assert draft.answers == {"a": "1"}

    def test_two_tabs_on_two_steps_lose_nothing(self):
        left, right = self.storage(self.request()), self.storage(self.request())
        left.set_step_data("one", {"one-a": ["left"]})
        left.set_answers("one", {"a": "left"})
        right.set_step_data("two", {"two-b": ["right"]})
        right.set_answers("two", {"b": "right"})
        left.update_response(HttpResponse())
        right.update_response(HttpResponse())
        draft = Draft.objects.get(pk=self.draft.pk)
        assert draft.answers == {"a": "left", "b": "right"}
        assert draft.revision == 2

    def test_reset_never_deletes_an_upload(self, private_files):
        from tests.forms.factories import make_upload

        upload = make_upload(self.draft)
        storage = self.storage(self.request())
        storage.set_step_data("one", {"one-a": ["1"]})
        storage = self.again(storage, self.request())
        storage.reset()
        storage.update_response(HttpResponse())
        assert list(Draft.objects.get(pk=self.draft.pk).uploads.all()) == [upload]

    def test_a_visit_that_posts_nothing_makes_no_draft(self):
        request = self.request()
        request.draft = None
        storage = DraftStorage("apply", request)
        storage.current_step = "one"
        before = copy.deepcopy(storage.data)
        storage.update_response(HttpResponse())
        assert storage.data == before
        assert Draft.objects.count() == 1

    def test_the_first_answer_makes_the_draft(self):
        request = self.request()
        request.draft = None
        request.make_draft = lambda response: make_draft()
        storage = DraftStorage("apply", request)
        storage.set_step_data("one", {"one-a": ["1"]})
        storage.update_response(HttpResponse())
        assert Draft.objects.count() == 2
        assert Draft.objects.exclude(pk=self.draft.pk).get().data["step_data"] == {"one": {"one-a": ["1"]}}


def test_a_draft_past_its_time_is_closed():
    draft = make_draft()
    assert draft in Draft.objects.open(at=draft.closes_at - timedelta(seconds=1))
    assert draft not in Draft.objects.open(at=draft.closes_at)
