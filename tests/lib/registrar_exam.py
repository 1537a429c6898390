"""An administration whose candidates have sat it, and whose coordinator, masker and reviewers have done their part: rows as the
desks leave them, written as superuser. What the registrar makes of them is read back with the tests' own opening of seals."""

import json
import secrets
import time
import uuid

from registrar_world import BANK
from review_seals import lock

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def wait_for(question, seconds=20):
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.05)
    return answer


def form_file(code):
    return json.loads((BANK / "forms" / f"{code}.json").read_text())


def keys_of(code):
    keys = {i["id"]: i["key"] for path in (BANK / "items").glob("*.json") for i in json.loads(path.read_text("utf-8"))["items"]}
    return [keys[item] for item in form_file(code)["items"]]


def wrong(letter):
    return "ABCD"["ABCD".index(letter) - 1]


class Exam:
    def __init__(self, world, started="2026-03-14 15:00+00", **policy):
        self.world, self.started, self.id = world, started, uuid.uuid4()
        columns = {"title": "Spring exam", "opens_at": "2026-03-14 12:00+00", "closes_at": "2026-03-15 12:00+00"} | policy
        world.db.execute(
            f"INSERT INTO work.administration (association_id, id, created_by, created_at, {', '.join(columns)}) "
            f"VALUES (%s, %s, %s, now(), {', '.join(['%s'] * len(columns))})",
            (world.association, self.id, uuid.uuid4(), *columns.values()))

    # -- candidates ------------------------------------------------------------------------------------------------------

    def add(self, name, email, category="specialist", track="imh", parts=(1, 2), person=None):
        world = self.world
        registration = uuid.uuid4()
        if person is None:
            person = uuid.uuid4()
            world.db.execute("INSERT INTO identity.person VALUES (%s, %s, %s, %s, now())",
                             (world.association, person,
                              world.seal("identity", "identity.person.sealed", person, 0, {"name": name, "email": email}),
                              world.lookup("candidate_lookup", email)))
        world.db.execute("INSERT INTO work.registration (association_id, id, administration_id, person_id, category, track, parts, "
                         "created_at) VALUES (%s, %s, %s, %s, %s, %s, %s, now())",
                         (world.association, registration, self.id, person, category, track, list(parts)))
        return Candidate(self, registration, person, category, track)

    def sheets(self):
        return dict(self.world.rows("SELECT session_id, max(version) FROM work.sheet GROUP BY 1"))

    # -- duties ----------------------------------------------------------------------------------------------------------

    def ask(self, kind, by=None):
        duty = uuid.uuid4()
        self.world.db.execute("INSERT INTO work.duty (association_id, id, administration_id, kind, asked_by, asked_at) "
                              "VALUES (%s, %s, %s, %s, %s, now())",
                              (self.world.association, duty, self.id, kind, by or uuid.uuid4()))
        return duty

    def go_on(self):
        """A coordinator's word on every group that waits for one."""
        self.world.db.execute("INSERT INTO intake.small_group SELECT %s, %s, category, responses, 'they agreed', %s, now() "
                              "FROM work.groups(%s, %s) WHERE waits <> ''",
                              (self.world.association, self.id, uuid.uuid4(), self.world.association, self.id))

    def do(self, kind, by=None, small=True):
        """Asks and waits; returns "" or the note of the refusal. small: a group of few is no hindrance to packets."""
        if kind == "packets" and small:
            self.go_on()
        duty = self.ask(kind, by)

        def ended():
            state, note, done, total = self.world.row("SELECT state, note, done, total FROM work.duty WHERE id = %s", duty)
            assert state != "done" or done == total
            return (state, note) if state in ("done", "refused") else None

        state, note = wait_for(ended)
        assert (state == "done") == (note == "")
        return note

    # -- masker and reviewers ---------------------------------------------------------------------------------------------

    def responses(self):
        world = self.world
        return [(ident, code, world.open("intake", "intake.response.sealed", ident, version, sealed))
                for ident, code, version, sealed in world.rows(
                    "SELECT id, code, version, sealed FROM intake.response WHERE administration_id = %s", self.id)]

    def approve_all(self):
        self.world.db.execute("UPDATE intake.response SET state = 'approved' WHERE administration_id = %s AND state = 'proposed'",
                              (self.id,))

    def packets(self):
        world = self.world
        return [(ident, world.open("packet", "review.packet.sealed", ident, version, sealed)) for ident, version, sealed
                in world.rows("SELECT id, version, sealed FROM review.packet WHERE administration_id = %s", self.id)]

    def packet_with(self, words):
        return next(ident for ident, packet in self.packets() if words in json.dumps(packet, ensure_ascii=False))

    def state(self, packet):
        return self.world.one("SELECT state FROM review.packet WHERE id = %s", packet)

    def seat(self, packet, reviewer, seat):
        allocation = uuid.uuid4()
        self.world.db.execute("INSERT INTO review.allocation (association_id, id, packet_id, reviewer_id, seat, code, order_key, "
                              "state) VALUES (%s, %s, %s, %s, %s, %s, %s, 'open')",
                              (self.world.association, allocation, packet, reviewer, seat,
                               "".join(secrets.choice(LETTERS) for _ in range(8)), secrets.token_bytes(16)))
        self.world.db.execute("UPDATE review.packet SET state = 'in_review' WHERE id = %s AND state = 'waiting'", (packet,))
        return allocation

    def lock(self, allocation, total, remark="", overall="", note="", **how):
        """A locked review whose levels add up to total; with a reason, a revision of the one that is locked."""
        world = self.world
        packet, = world.row("SELECT packet_id FROM review.allocation WHERE id = %s", allocation)
        pages, criteria, top = world.row("SELECT pages, criteria, top_level FROM review.packet WHERE id = %s", packet)
        left, levels = total, {}
        for page in range(1, pages + 1):
            for criterion in range(1, criteria + 1):
                levels[f"{page}.c{criterion}"] = min(top, left)
                left -= levels[f"{page}.c{criterion}"]
        assert left == 0
        lock(world, allocation, {"levels": levels, "remarks": {"1.c1": remark} if remark else {}, "overall": overall, "note": note,
                                 "recommendation": "pass", "total": total}, **how)

    def review(self, packet, reviewers, totals, **words):
        for seat, (reviewer, total) in enumerate(zip(reviewers, totals), 1):
            self.lock(self.seat(packet, reviewer, seat), total, **words)

    def decision(self, packet):
        number, sealed = self.world.row("SELECT number, sealed FROM result.part2 WHERE packet_id = %s ORDER BY number DESC", packet)
        return self.world.open("result", "result.part2.sealed", packet, number - 1, sealed)

    # -- remarks --------------------------------------------------------------------------------------------------------

    def feedback(self, packet):
        """(code, version, state, document) of the remarks of a packet, or None."""
        world = self.world
        row = world.row("SELECT f.id, f.code, f.version, f.state, t.sealed FROM bridge.feedback_link l "
                        "JOIN result.feedback f ON f.id = l.feedback_id "
                        "JOIN result.feedback_text t ON t.feedback_id = f.id AND t.version = f.version "
                        "WHERE l.packet_id = %s", packet)
        return row and (*row[1:4], world.open("result", "result.feedback_text.sealed", row[0], row[2], row[4]))

    def edit_feedback(self, packet, document, state="approved"):
        """A coordinator's next version."""
        world = self.world
        with world.db.transaction():
            ident, version = world.row("UPDATE result.feedback f SET version = f.version + 1, state = %s "
                                       "FROM bridge.feedback_link l WHERE l.feedback_id = f.id AND l.packet_id = %s "
                                       "RETURNING f.id, f.version", state, packet)
            world.db.execute("INSERT INTO result.feedback_text VALUES (%s, %s, %s, %s)",
                             (world.association, ident, version,
                              world.seal("result", "result.feedback_text.sealed", ident, version, document)))

    def approve_remarks(self):
        """Waits until all remarks are put together, and lets them pass."""
        wait_for(lambda: self.world.one(
            "SELECT coalesce(bool_and(coalesce(l.basis = registrar_api.feedback_basis(k.association_id, k.id), false)), true) "
            "FROM review.packet k LEFT JOIN bridge.feedback_link l ON l.packet_id = k.id "
            "WHERE k.administration_id = %s "
            "AND 2 <= (SELECT count(*) FROM review.allocation a WHERE a.packet_id = k.id AND a.state = 'locked')",
            self.id))
        self.world.db.execute("UPDATE result.feedback SET state = 'approved' WHERE administration_id = %s", (self.id,))

    # -- release ---------------------------------------------------------------------------------------------------------

    def confirm(self):
        """The second person, in the newest batch; returns its number."""
        return self.world.one("UPDATE result.release SET state = 'confirmed', confirmed_by = %s, confirmed_at = now() "
                              "WHERE administration_id = %s AND state = 'prepared' RETURNING number", uuid.uuid4(), self.id)

    def releases(self):
        return self.world.rows("SELECT number, state FROM result.release WHERE administration_id = %s ORDER BY number", self.id)


class Candidate:
    def __init__(self, exam, registration, person, category, track):
        self.exam, self.world = exam, exam.world
        self.registration, self.person, self.category, self.track = registration, person, category, track
        self.attempt, self.sessions, self.counter = uuid.uuid4(), {}, 0
        self.world.db.execute("INSERT INTO work.attempt VALUES (%s, %s, %s, now())",
                              (self.world.association, self.attempt, registration))

    def form(self, part):
        return f"p1-{self.track}-a" if part == 1 else f"p2-{self.category}-a"

    def open(self, part, state="closed", started=None, delivered=None, minutes=90):
        world, session, started = self.world, uuid.uuid4(), started or self.exam.started
        form = world.one("SELECT id FROM bank.form WHERE code = %s AND association_id = %s", self.form(part), world.association)
        with world.db.transaction():
            world.db.execute(
                "INSERT INTO work.session (association_id, id, attempt_id, part, form_id, order_seed, state, entitled_s, grace_s, "
                "opened_at, delivered_at, started_at, deadline, closed_at) "
                "SELECT %(a)s, %(id)s, %(attempt)s, %(part)s, %(form)s, %(seed)s, %(state)s, %(s)s, 10, now(), "
                "%(delivered)s::timestamptz, x.at, x.at + make_interval(secs => %(s)s), "
                "CASE %(state)s WHEN 'closed' THEN x.at + interval '80 minutes' END "
                "FROM (SELECT CASE %(state)s WHEN 'opened' THEN NULL ELSE %(started)s::timestamptz END AS at) x",
                {"a": world.association, "id": session, "attempt": self.attempt, "part": part, "form": form,
                 "seed": secrets.token_bytes(16), "state": state, "s": minutes * 60, "delivered": delivered, "started": started})
            world.db.execute("INSERT INTO work.entitlement VALUES (%s, %s, 1, 'base', %s, 'administration', NULL, now())",
                             (world.association, session, minutes * 60))
        self.sessions[part] = session
        return self

    def save(self, part, ref, content, epoch=1, late=False, sequence=None):
        world, save = self.world, uuid.uuid4()
        self.counter += 1
        number = sequence or self.counter
        world.db.execute("INSERT INTO work.save VALUES (%s, %s, %s, %s, %s, %s, %s, now(), %s)",
                         (world.association, self.sessions[part], epoch, number, save, ref,
                          world.seal("answers", "work.save.sealed", save, 0, content), late))
        return epoch, number

    def sit1(self, right, state="closed", **times):
        """All questions of Part 1, so many of them right; the session is closed when all is saved. In one transaction: its time
        was over long ago, and the registrar would close it on the way."""
        with self.world.db.transaction():
            self.open(1, "running", **times)
            for place, key in enumerate(keys_of(self.form(1)), 1):
                self.save(1, f"item.{place}", {"choice": key if place <= right else wrong(key)})
            return self.close(1) if state == "closed" else self

    def sit2(self, texts, choice=None, state="closed", **times):
        """texts: by position of the vignette; the same response to each of its prompts."""
        with self.world.db.transaction():
            self.open(2, "running", **times)
            sets = form_file(self.form(2))["choice_sets"]
            codes = [code for one in sets for code in one["vignettes"]]
            prompts = {v["id"]: v["prompts"] for path in (BANK / "vignettes").glob("*.json")
                       for v in json.loads(path.read_text("utf-8"))["vignettes"]}
            for position, text in texts.items():
                for prompt in prompts[codes[position - 1]]:
                    self.save(2, f"prompt.{position}.{prompt['id']}", {"text": text})
            if choice is not None:
                self.save(2, "choice", {"vignettes": choice})
            return self.close(2) if state == "closed" else self

    def close(self, part):
        self.world.db.execute("UPDATE work.session SET state = 'closed', closed_at = started_at + interval '80 minutes' "
                              "WHERE id = %s",
                              (self.sessions[part],))
        return self

    def sheet(self, part):
        row = self.world.row("SELECT version, sealed FROM work.sheet WHERE session_id = %s ORDER BY version DESC LIMIT 1",
                             self.sessions[part])
        return row and (row[0], self.world.open("answers", "work.sheet.sealed", self.sessions[part], row[0], row[1]))

    def score(self):
        version, sealed = self.world.row("SELECT sheet_version, sealed FROM result.part1 WHERE session_id = %s "
                                         "ORDER BY sheet_version DESC LIMIT 1", self.sessions[1])
        return self.world.open("result", "result.part1.sealed", self.sessions[1], version, sealed)

    def letter(self, number):
        sealed = self.world.one("SELECT o.sealed FROM result.outcome o JOIN result.release r ON r.id = o.release_id "
                                "WHERE o.registration_id = %s AND r.number = %s", self.registration, number)
        return self.world.open("result", "result.outcome.sealed", self.registration, number, sealed)
