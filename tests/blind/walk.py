"""A whole review in two worlds at once: the same requests go to both review desks, and each reply must be the same, byte by byte:
status line, headers and body. Only Date and Set-Cookie are put aside."""
import hashlib
import json
import re
from urllib.parse import urlencode

from people import PASSWORD
from raw_line import request
from worlds import email, token_of

ASIDE = re.compile(rb"\r\n(Date|Set-Cookie): [^\r]*", re.I)
EVERY = 10     # in every so many worlds each page is read in both forms and once more when it is locked; in the others once
BY_HAND = 10   # in every so many worlds a reviewer signs in with the password, which is slow by design
TOKEN = re.compile(rb"\r\nSet-Cookie: bm_review=([^;]*)", re.I)


class Walk:
    """One pair of worlds: differences holds a line for each reply that was not the same in both, replies counts them."""

    def __init__(self, worlds, plan):
        self.worlds, self.plan, self.differences, self.replies, self.sent = worlds, plan, [], 0, 0
        self.origin = worlds.urls["review"]
        self.thorough = plan.number % EVERY == 0
        self.tokens = [None] * len(worlds.sides)

    def ask(self, method, path, form=None, body=None, html=False):
        """The reply that one side got, (status, body)."""
        headers = [f"Host: {self.origin[7:]}", f"Origin: {self.origin}", "Sec-Fetch-Site: same-origin",
                   "Accept: " + ("text/html" if html else "application/json")]
        data = urlencode(form).encode() if form is not None else json.dumps(body).encode() if body is not None else b""
        if method == "POST":
            headers.append("Content-Type: application/" + ("json" if form is None else "x-www-form-urlencoded"))
        for side, token in zip(self.worlds.sides, self.tokens):
            cookie = [f"Cookie: bm_review={token}"] if token else []
            side.review.send(request(method, path, headers + cookie, data))
        came = [side.review.receive() for side in self.worlds.sides]
        return self._compare(method, path, came)

    def _compare(self, method, path, came):
        self.replies += 1
        for place, (head, _) in enumerate(came):
            token = TOKEN.search(head)
            if token:
                self.tokens[place] = token.group(1).decode() or None
        first, *others = [ASIDE.sub(b"", head) + body for head, body in came]
        self.sent += len(first)
        for other in others:
            if first != other:
                self.differences.append(f"world {self.plan.number}: {method} {path}: {first_difference(first, other)}")
        return int(came[0][0][9:12]), came[0][1]

    def read(self, path):
        status, body = self.ask("GET", path)
        assert status == 200, (path, body)
        return json.loads(body)

    def practise(self):
        """Whoever has practice packets locks them; nothing else is there yet. How many that were."""
        count = 0
        for reviewer in range(3):
            self.sign_in(reviewer)
            for code in self.to_practise():
                self.packet(code, reviewer, practice=True)
                self.ask("GET", f"/packets/{code}/practice", html=True)
                count += 1
        return count

    def look(self):
        """How far off they were, in both forms; then they say that they have looked."""
        for reviewer in range(3):
            self.sign_in(reviewer)
            for code in self.to_practise():
                self.ask("GET", f"/packets/{code}/practice", html=True)
                assert "compared" in self.read(f"/packets/{code}/practice")
                status, body = self.ask("POST", f"/packets/{code}/practice", {}, html=True)
                assert status == 303, body

    def to_practise(self):
        return [row["code"] for row in self.queue().get("practice", {"packets": ()})["packets"]]

    def first_round(self):
        """The three reviewers of the world lock all they have; one of them signs in as people do."""
        codes = []
        for reviewer in range(3):
            self.sign_in(reviewer, by_hand=self.plan.number % BY_HAND == 0 and reviewer == 1)
            self.foreign(codes[:1] or ["00000000"])
            codes += self.review(reviewer)

    def second_round(self):
        """Those who are called as a third. How many packets that were."""
        count = 0
        for reviewer in range(3):
            self.sign_in(reviewer)
            count += len(self.review(reviewer))
        return count

    def look_again(self):
        """Everything that is locked, read once more."""
        for reviewer in range(3):
            self.sign_in(reviewer)
            for group in self.queue()["groups"]:
                for row in group["locked"] + group["open"]:
                    self.ask("GET", f"/packets/{row['code']}?page=1", html=True)
        return self

    # -- a reviewer at work ------------------------------------------------------------------------------------------------

    def sign_in(self, reviewer, by_hand=False):
        self.tokens = [token_of("reviewer", self.plan.number, reviewer)[0]] * len(self.tokens)
        if by_hand:
            self.tokens = [None] * len(self.tokens)
            self.ask("GET", "/", html=True)
            form = {"email": email("reviewer", self.plan, [reviewer]), "password": PASSWORD}
            status, body = self.ask("POST", "/sign-in", form, html=True)
            assert status == 303, body

    def review(self, reviewer):
        """Everything that is open for this reviewer, read in both forms and locked. Gives the codes."""
        queue = self.queue()
        codes = [row["code"] for group in queue["groups"] for row in group["open"]]
        for code in codes:
            self.packet(code, reviewer)
        if codes and self.thorough:
            self.queue()
        return codes

    def queue(self):
        self.ask("GET", "/queue", html=True)
        return self.read("/queue")

    def packet(self, code, reviewer, practice=False):
        path = f"/packets/{code}"
        page = self.read(path)
        pages, version = page["pages"], page["version"]
        generous = (self.plan.number + reviewer) % 3 > 0
        for number in range(1, pages + 1):
            self.ask("GET", f"{path}?page={number}", html=True)
            if number > 1 and self.thorough:
                page = self.read(f"{path}?page={number}")
            form = {"packet": code, "version": version, "page": number, "go": "onward" if number < pages else "check"}
            form |= self.levels(code, number, page, generous)
            if number == pages:
                form |= {"overall": "Taken together: careful, “warm” work.", "recommendation": "pass" if generous else "fail"}
            status, body = self.ask("POST", f"{path}/draft", form, html=True)
            assert status == 303, body
            version += 1
        self.ask("GET", f"{path}/check", html=True)
        if self.thorough:
            self.ask("POST", f"{path}/draft", body={"packet": code, "version": 0, "page": 1, "level": {}})   # a stale one, refused
            self.ask("GET", f"{path}/lock", html=True)
        status, body = self.ask("POST", f"{path}/lock", {"version": version, "confirm": "yes"}, html=True)
        assert status == 303, body
        if self.thorough and not practice:
            self.ask("GET", f"{path}?page={pages}", html=True)
            version = self.read(f"{path}/check")["version"]
            self.beside(path, version)

    def beside(self, path, version):
        """What a reviewer may do besides: phrases to use again, a revision that is begun and given up, pages that ask a word."""
        for text in ("Says why.", "Stays with the child."):
            self.ask("POST", f"{path}/phrases", {"text": text}, html=True)
        self.ask("GET", f"{path}/phrases", html=True)
        self.ask("POST", f"{path}/phrases/forget", {"text": "Says why."}, html=True)
        self.ask("GET", f"{path}/give-back", html=True)
        self.ask("GET", f"{path}/revise", html=True)
        status, body = self.ask("POST", f"{path}/revise", {"version": version, "reason": "A second thought."}, html=True)
        assert status == 303, body
        self.ask("GET", f"{path}?page=1", html=True)
        self.ask("POST", f"{path}/revise/drop", {"version": self.read(f"{path}/check")["version"]}, html=True)
        self.ask("GET", "/conflicts", html=True)

    @staticmethod
    def levels(code, number, page, generous):
        """As generous as the reviewer, a little less here and there: by the code, so the same on both sides."""
        drawn = hashlib.blake2b(f"{code} {number}".encode()).digest()
        top, form = page["top_level"], {}
        for place, criterion in enumerate(page["criteria"]):
            form[f"level.{criterion['id']}"] = max(0, top - drawn[place] % 2 * (drawn[place] % 7 == 0) - (0 if generous else 2))
        form[f"remark.{page['criteria'][drawn[9] % len(page['criteria'])]['id']}"] = "Says why, & stays with the child."
        return form

    def foreign(self, codes):
        """Codes that are somebody else's, and one that nobody has."""
        for code in codes:
            self.ask("GET", f"/packets/{code}", html=True)
            self.ask("POST", f"/packets/{code}/lock", {"version": 1, "confirm": "yes"}, html=True)


def first_difference(a, b):
    place = next((n for n, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"{a[max(0, place - 60):place + 60]!r} / {b[max(0, place - 60):place + 60]!r}"
