"""Every route of every desk with every kind of login. What each gets is compared with routes.expected, which people have read;
what must hold whatever that file says is tested beside it.

To accept a change that was meant: BM_UPDATE=1 /usr/bin/python3 -m pytest tests/blind/test_routes.py
"""
import difflib
import os
import uuid
from pathlib import Path

import httpx
import pytest

from desk import DESKS
from figures import figure
from people import Sitting
from story import CANDIDATES, paths_of

GOLDEN = Path(__file__).with_name("routes.expected")
COOKIES = {"candidate": "bm_candidate", "review": "bm_review", "coordination": "bm_coordination"}
# What a stranger may do at all, with a body that says nothing.
OPEN = {("GET", "/"), ("GET", "/receipt.pub"), ("POST", "/sign-in"), ("GET", "/welcome"), ("POST", "/welcome")}


class Tokens:
    """The token of each kind of person, taken from a fresh sign-in."""

    def __init__(self, story):
        self.story, self.kept = story, {}
        self.makers = {
            "candidate": ("candidate", lambda: Sitting(story.house, story.slips[CANDIDATES[0]["email"]]).visitor),
            "candidate of another association": ("candidate", lambda: Sitting(story.house, story.other_slip).visitor),
            "reviewer": ("review", story.office["first"].sign_in),
            "reviewer of another association": ("review", story.second["first"].sign_in),
            "coordinator": ("coordination", story.office.coordinator.sign_in),
            "proctor": ("coordination", story.office["proctor"].sign_in),
            "masker": ("coordination", story.office["masker"].sign_in),
            "approver": ("coordination", story.office["approver"].sign_in),
            "coordinator of another association": ("coordination", story.second.coordinator.sign_in),
            "masker of another association": ("coordination", story.second["masker"].sign_in),
            "approver of another association": ("coordination", story.second["approver"].sign_in),
        }

    def desk_of(self, kind):
        return self.makers[kind][0]

    def of(self, kind):
        if kind not in self.kept:
            desk, make = self.makers[kind]
            self.kept[kind] = make().client.cookies[COOKIES[desk]]
        return self.kept[kind]

    def forget(self, kind):
        self.kept.pop(kind, None)


@pytest.fixture(scope="module")
def tokens(story):
    """Ready for use; story.packet_code is a packet that the first reviewer has locked."""
    queue = story.office["first"].sign_in().read("/queue")
    story.packet_code = (queue["groups"][0]["locked"][0]["code"] if queue["groups"] else "ABCD2345")
    return Tokens(story)


def ask(story, desk, method, path, token=None):
    """One request with just this token as the desk's own cookie, as the desk's own page would send it."""
    url = story.house.urls[desk]
    headers = {"Accept": "application/json", "Origin": url, "Sec-Fetch-Site": "same-origin"}
    if token is not None:
        headers["Cookie"] = f"{COOKIES[desk]}={token}"
    return httpx.request(method, url + path, headers=headers, json={} if method == "POST" else None, timeout=30)


def routes(story, desk):
    """(method, template, path with ids and codes of the first association)."""
    values = dict(story.values, part=[1], place=[1], step=[1], code=[story.values["code"][0]])
    values["/packets"] = [story.packet_code]
    for template in ("/registrations/{id}", "/administrations/{id}/remarks/{code}"):
        values[template] = values[template][:1]
    for method, template in sorted(story.house.recording.routes(desk), key=lambda r: (r[1], r[0])):
        yield method, template, next(iter(paths_of(template, values)))


def is_sign_out(path):
    return path == "/sign-out"


@pytest.fixture(scope="module")
def matrix(story, tokens):
    """{(desk, method, template): {kind of login: status}}, each desk with the people of that desk."""
    table = {}
    for desk in DESKS:
        kinds = [kind for kind in tokens.makers if tokens.desk_of(kind) == desk]
        for method, template, path in routes(story, desk):
            row = table[desk, method, template] = {"nobody": ask(story, desk, method, path).status_code}
            for kind in kinds:
                row[kind] = ask(story, desk, method, path, tokens.of(kind)).status_code
                if is_sign_out(path):
                    tokens.forget(kind)
    return table


def lines_of(table):
    for (desk, method, template), row in table.items():
        yield f"{desk} {method} {template}"
        for status in sorted(set(row.values())):
            yield f"  {status}: " + ", ".join(kind for kind, given in row.items() if given == status)


def test_who_gets_what_is_what_was_agreed_to(matrix):
    found = list(lines_of(matrix))
    if "BM_UPDATE" in os.environ:
        GOLDEN.write_text("\n".join(found) + "\n")
    difference = list(difflib.unified_diff(GOLDEN.read_text().splitlines(), found, "agreed", "found", n=2, lineterm=""))
    assert not difference, "\n".join(difference)


def test_no_login_of_whatever_kind_breaks_a_desk(matrix):
    assert [(place, row) for place, row in matrix.items() if any(status >= 500 for status in row.values())] == []


def test_a_stranger_gets_nothing_but_the_door(matrix):
    let_in = {(method, template) for (_, method, template), row in matrix.items() if row["nobody"] < 400}
    assert let_in <= OPEN
    closed = [row["nobody"] for (_, method, template), row in matrix.items()
              if (method, template) not in OPEN and template != "/packets/{code}/draft"]
    assert set(closed) == {401}


def test_another_association_s_people_reach_nothing_of_the_first(matrix):
    """The ids in the paths are the first association's."""
    reached = [(place, kind) for place, row in matrix.items() for kind, status in row.items()
               if kind.endswith("another association") and place[0] != "candidate" and "{" in place[2] and status < 400]
    assert reached == []


def test_what_is_another_association_s_looks_as_if_it_were_not_there(story, tokens):
    """Same status and same document, but for the number of the request, as for an id that nobody has."""
    for desk, kind in (("coordination", "coordinator of another association"), ("review", "reviewer of another association")):
        for method, template, path in routes(story, desk):
            if method != "GET" or "{" not in template:
                continue
            nowhere = next(iter(paths_of(template, {"id": [uuid.uuid4()], "account": [uuid.uuid4()], "code": ["ZZZZ2345"]})))
            there, absent = (ask(story, desk, method, p, tokens.of(kind)) for p in (path, nowhere))
            assert there.status_code == absent.status_code, template
            hide = lambda reply: {k: v for k, v in reply.json().items() if k != "instance"}  # noqa: E731
            assert hide(there) == hide(absent), template


def test_a_token_of_one_desk_is_nothing_at_another(story, tokens, matrix):
    """Sent under the other desk's own cookie name, it gets what a stranger gets. With these every kind of login has tried
    every route of every desk; what it may do is in the agreed table, and everything else is refused."""
    tried = sum(len(row) for row in matrix.values())
    for desk in DESKS:
        foreign = [kind for kind in tokens.makers if tokens.desk_of(kind) != desk]
        for method, template, path in routes(story, desk):
            for kind in foreign:
                status = ask(story, desk, method, path, tokens.of(kind)).status_code
                assert status == matrix[desk, method, template]["nobody"], (desk, template, kind)
                tried += 1
    assert tried == len(matrix) * (1 + len(tokens.makers))
    figure("routes_by_role", tried)


def test_a_foreign_cookie_beside_one_s_own_is_not_looked_at(story, tokens):
    url = story.house.urls["review"]
    both = f"bm_coordination={tokens.of('coordinator')}; bm_review={tokens.of('reviewer')}; bm_candidate={tokens.of('candidate')}"
    assert httpx.get(url + "/queue", headers={"Cookie": both, "Accept": "application/json"}).status_code == 200
    others = f"bm_coordination={tokens.of('coordinator')}; bm_candidate={tokens.of('candidate')}"
    assert httpx.get(url + "/queue", headers={"Cookie": others, "Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("headers", [
    {}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://127.0.0.1"}, {"Origin": "another desk"},
    {"Origin": "in capitals"}, {"Referer": "own"}])
def test_a_state_change_needs_the_exact_origin(headers, story, tokens):
    """Every POST route of every desk, with a good login and a wrong or missing Origin or Sec-Fetch-Site: 403 and nothing done."""
    people = {"candidate": "candidate", "review": "reviewer", "coordination": "coordinator"}
    for place, desk in enumerate(DESKS):
        url = story.house.urls[desk]
        given = {"Accept": "application/json", "Cookie": f"{COOKIES[desk]}={tokens.of(people[desk])}"}
        for name, value in headers.items():
            given[name] = {"another desk": story.house.urls[DESKS[place - 1]], "own": url + "/",
                           "in capitals": url.replace("http", "HTTP")}.get(value, value)
        if "Sec-Fetch-Site" in headers:
            given["Origin"] = url
        for method, template, path in routes(story, desk):
            if method == "POST":
                reply = httpx.post(url + path, headers=given, json={}, timeout=30)
                assert reply.status_code == 403 and reply.json()["type"].endswith("foreign_origin"), (desk, template)
        assert ask(story, desk, "GET", "/" if desk != "review" else "/queue", tokens.of(people[desk])).status_code == 200
