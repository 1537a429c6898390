"""Pairs of worlds that differ only in who the candidates are and how they came to sit: names, e-mail addresses, employers and
supervisors, ESL and other time, the order in which they came, when and for how long they wrote, how often they had tried before.
What they answered is the same, but for their own names in it.

A world is an association with its own staff and one exam. The worlds of one side lie in one database, those of the other side in a
second one that was copied from the first before anybody sat; each has processes of its own, whose chance is drawn of a seed
(draw_seeded.c). What candidates leave is written as superuser; intake, packets and decisions are the registrar's, maskings and
allocations go through the coordination desk."""
import base64
import ctypes
import hashlib
import json
import os
import random
import re
import secrets
import shutil
import uuid
from datetime import timedelta
from pathlib import Path

from house import House, wait_for
from people import CATEGORIES, PASSWORD
from ports import free_ports
from raw_line import RawLine, request
from registrar_world import BANK, World, _sodium
from tree import BUILD

SIDES = ("north", "south")
DRAWING = ("review", "coordination", "registrar")
SPACE = uuid.UUID("6f1d1b5e-0000-4000-8000-000000000000")
FIRST = ("Ulrike Desmond Cassius Io Anaïs Björn Chidinma Dagný Eoin Farrukh Gwenllian Håkon Ioana Jacinta Kwabena Léonie "
         "Małgorzata Nnamdi Oluwaseun Përparim Quinlan Rosalía Søren Tünde Uxía Václav Wambui Xiomara "
         "Yevheniya Zbigniew").split()
LAST = ("Achterberg Featherstonehaugh Li Sandoval O'Dwyer Ångström Bełżecki Çelik Dvořák Échevarría Fonoti Grünewald "
        "Hernández-Ruiz Ilunga Jónsdóttir Krzyżanowski Lefèvre Mbeki-Nwosu Nuñez Öztürk Pāvuls Quiñones Råberg "
        "Šimić Țurcanu Vukčević Wójtowicz Ybarra Žukauskas Abubakar").split()
PLACES = ("Hollowmere Nursery", "Tidewrack Family Agency", "Fernhollow Practice for Infants",
          "St. Bride's Visiting Nurses of Oxmoor", "Kestrelgate")
SAID = ("I would first ask {first} what {first} hears at night.", "Here the worker, {full}, begins with the baby's sleep.",
        "“Mrs {last},” the grandmother says, “you came again.”", "I would listen, and say little.",
        "The café is where they meet.", "My first thought is for the baby, my second for the mother.",
        "I'd write down what I see <before> I judge & compare.",
        "{last} would come back in a week; {full} signs below.", "An observation of the two together comes before any plan.",
        "Write to {email} or to {employer}.", "{employer} asked {supervisor} to see {full}; {supervisor} did.",
        "What helps here is time: no advice, no list.", "We look at one another; the señora nods.")
PRIOR = timedelta(days=500)
STAFF = (("coordinator",), ("masker",), ("approver",), ("proctor",), ("reviewer", 0), ("reviewer", 1), ("reviewer", 2))
RIGHTS = {"coordinator": 1, "proctor": 2, "masker": 8, "approver": 16, "reviewer": 4}


def fixed(*words):
    """An id that is the same on both sides."""
    return uuid.uuid5(SPACE, " ".join(map(str, words)))


def token_of(*words):
    """(token, its hash) of a login that is planted."""
    raw = hashlib.blake2b(" ".join(map(str, words)).encode(), digest_size=32).digest()
    token = base64.urlsafe_b64encode(raw).rstrip(b"=")
    return token.decode(), hashlib.blake2b(token, digest_size=32).digest()


class Seals:
    """Seals with the keys of a house."""
    seal, open, lookup, _associated = World.seal, World.open, World.lookup, staticmethod(World._associated)

    def __init__(self, folder):
        self.keys = {}
        for file in folder.glob("*.keys"):
            for line in file.read_text().splitlines():
                kind, _, key = line.partition(" ")
                if re.fullmatch("[0-9a-f]{64}", key):
                    self.keys[kind] = bytes.fromhex(key)


def stored_password():
    out = ctypes.create_string_buffer(128)
    assert _sodium.crypto_pwhash_str_alg(out, PASSWORD.encode(), ctypes.c_ulonglong(len(PASSWORD)), ctypes.c_ulonglong(3),
                                         ctypes.c_size_t(32 * 1024 * 1024), 2) == 0
    return out.value.decode()


class Plan:
    """What one pair of worlds has in common, and what its two sides make of it."""

    def __init__(self, number, calibrates=False):
        """calibrates: its reviewers practise first, and have a control packet among the others."""
        self.number, self.calibrates = number, calibrates
        chance = random.Random(number)
        self.count = chance.choice((2, 2, 2, 2, 3, 3, 4, 5)) if number % 5 == 0 else chance.choice((2, 2, 2, 3))
        self.category = CATEGORIES[number % 4] if number % 3 else "specialist"
        self.form = f"p2-{self.category}-{'ab'[number % 5 % 2]}"
        self.association, self.exam = fixed("association", number), fixed("exam", number)
        self.reviewers = [fixed("reviewer", number, k) for k in range(3)]
        self.answers = [self._answers(c, random.Random(f"{number} {c}")) for c in range(self.count)]

    def _answers(self, candidate, chance):
        form = json.loads((BANK / "forms" / f"{self.form}.json").read_text())
        pages = []
        for one in form["choice_sets"]:
            chosen = set(chance.sample(range(len(one["vignettes"])), one["answer"]))
            for place, code in enumerate(one["vignettes"]):
                texts = {p["id"]: " ".join([f"Case {self.number:04d}-{candidate}, {p['id']}."]
                                           + chance.choices(SAID, k=chance.randint(0, 6))) for p in vignettes()[code]["prompts"]}
                pages.append((place in chosen, texts))
        return pages

    def writers(self, side):
        """The candidates of one side, in the order in which they sat."""
        chance = random.Random(f"{self.number} {side}")
        # Supervisors are namesakes of nobody.
        firsts, lasts = chance.sample(FIRST, 2 * self.count), chance.sample(LAST, 2 * self.count)
        people = []
        for number, (first, last, *boss) in enumerate(zip(firsts, lasts, firsts[self.count:], lasts[self.count:])):
            more = chance.choice(firsts[:self.count]) if side == "south" and number % 2 else ""
            people.append({"number": number, "email": f"{chance.choice('abcdef')}{chance.randrange(10 ** 6)}@{side}.example",
                           "employer": chance.choice(PLACES), "supervisor": " ".join(boss),
 "first": first, "last": last, "full": " ".join(filter(None, (first, more, last))),
                           "esl": chance.choice((0, 15, 30, 60)), "time": chance.choice((0, 0, 20)),
                           "stay": chance.randint(5, 80), "late": chance.randint(0, 600), "tries": chance.choice((0, 0, 1, 2))})
        chance.shuffle(people)
        return people


_vignettes = {}


def vignettes():
    if not _vignettes:
        for path in (BANK / "vignettes").glob("*.json"):
            _vignettes.update({v["id"]: v for v in json.loads(path.read_text("utf-8"))["vignettes"]})
    return _vignettes


class Side:
    """One database and the processes that serve it."""

    def __init__(self, house, name, database):
        self.house, self.name, self.database = house, name, database
        self.review = RawLine(house.port_of("review", name))
        self.desk = RawLine(house.port_of("coordination", name))

    def connect(self):
        return self.house.cluster.connect(self.database, autocommit=False)

    def write(self, plans):
        """All that candidates leave behind: attempts of one exam, closed yesterday, with their sheets."""
        with self.connect() as db:
            self.now = db.execute("SELECT service.now_utc()").fetchone()[0]
            self.forms = {(a, code): form for a, code, form in db.execute("SELECT association_id, code, id FROM bank.form")}
            self.rows = {}
            for plan in plans:
                self._exam(plan)
                for place, writer in enumerate(plan.writers(self.name)):
                    self._attempt(plan, writer, place)
            for (table, columns), rows in self.rows.items():
                names = columns.split()
                with db.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)

    def analyze(self):
        """What autovacuum does in time: so much came at once."""
        with self.house.cluster.connect(self.database) as db:
            db.execute("ANALYZE")

    def _row(self, table, **values):
        self.rows.setdefault((table, " ".join(values)), []).append(tuple(values.values()))

    def _administration(self, plan, exam, title, opens, packets=0):
        """packets: of practice and of control, within a tolerance so wide that nobody comes to pause."""
        self._row("work.administration", association_id=plan.association, id=exam, title=title, opens_at=opens,
                  closes_at=opens + timedelta(days=2), created_by=fixed("coordinator", plan.number), created_at=opens,
                  practice_packets=packets, control_packets=packets, calibration_points=4000, calibration_levels=10)

    def _registration(self, plan, exam, person, made):
        registration = uuid.uuid4()
        self._row("work.registration", association_id=plan.association, id=registration, administration_id=exam, person_id=person,
                  category=plan.category, track="imh", parts=[2], created_at=made)
        return registration

    def _attempt_row(self, plan, registration, opened):
        attempt = uuid.uuid4()
        self._row("work.attempt", association_id=plan.association, id=attempt, registration_id=registration, opened_at=opened)
        return attempt

    def _exam(self, plan):
        self._administration(plan, plan.exam, f"Exam in the {self.name}", self.now - timedelta(days=4),
                             1 if plan.calibrates else 0)
        self._row("work.administration_form", association_id=plan.association, administration_id=plan.exam, part=2, track="imh",
                  category=plan.category, form_id=self.forms[plan.association, plan.form])
        if plan.count < 5:
            self._row("intake.small_group", association_id=plan.association, administration_id=plan.exam, category=plan.category,
                      responses=plan.count, reason="So few came.", decided_by=fixed("coordinator", plan.number),
                      decided_at=self.now)

    def _attempt(self, plan, writer, place):
        association, person = plan.association, uuid.uuid4()
        known = {"name": writer["full"], **{name: writer[name] for name in ("email", "employer", "supervisor")}}
        self._row("identity.person", association_id=association, id=person,
                  sealed=self.house.seals.seal("identity", "identity.person.sealed", person, 0, known),
                  email_hash=self.house.seals.lookup("candidate_lookup", writer["email"]), created_at=self.now - timedelta(days=60))
        for number in range(writer["tries"]):   # of before, each in an exam of its own
            exam, then = uuid.uuid4(), self.now - PRIOR * (number + 1)
            self._administration(plan, exam, "Before", then)
            self._attempt_row(plan, self._registration(plan, exam, person, then), then)
        registration = self._registration(plan, plan.exam, person, self.now - timedelta(days=50))
        for kind in ("esl", "time"):
            if writer[kind]:
                self._row("work.accommodation", association_id=association, id=uuid.uuid4(), registration_id=registration,
                          kind=kind, state="granted", received_on=self.now.date(), filed_by="roster", filed_at=self.now,
                          documents="seen", part2_minutes=writer[kind])
        self._session(plan, writer, registration, self.now - timedelta(days=3) + timedelta(minutes=7 * place + writer["late"]))

    def _session(self, plan, writer, registration, began):
        association, session, form = plan.association, uuid.uuid4(), self.forms[plan.association, plan.form]
        ledger = [("base", 5400), ("esl", 60 * writer["esl"]), ("other", 60 * writer["time"])]
        entitled, ended = sum(seconds for _, seconds in ledger), began + timedelta(minutes=writer["stay"])
        self._row("work.session", association_id=association, id=session, attempt_id=self._attempt_row(plan, registration, began),
                  part=2, form_id=form, order_seed=secrets.token_bytes(16), state="closed", entitled_s=entitled, grace_s=10,
                  opened_at=began, delivered_at=began, started_at=began, deadline=began + timedelta(seconds=entitled),
                  handed_in_at=ended, closed_at=ended)
        for number, (kind, seconds) in enumerate([e for e in ledger if e[1]], 1):
            self._row("work.entitlement", association_id=association, session_id=session, number=number, kind=kind, seconds=seconds,
                      reason=kind, at=began)
        self._row("work.sheet", association_id=association, session_id=session, version=1,
                  sealed=self.house.seals.seal("answers", "work.sheet.sealed", session, 1, self.sheet(plan, writer)), made_at=ended,
                  saves=0, administration_id=plan.exam, part=2, form_id=form)

    @staticmethod
    def sheet(plan, writer):
        pages = plan.answers[writer["number"]]
        return {"vignettes": [{"position": place, "counts": counts, "responses": [
            {"prompt": prompt, "text": text.format(**writer) if counts else ""} for prompt, text in texts.items()]}
            for place, (counts, texts) in enumerate(pages, 1)]}

    def sign_everybody_in(self, plans):
        """Logins as a sign-in leaves them: passwords are slow to check, by design."""
        with self.connect() as db:
            db.cursor().executemany(
                "INSERT INTO staff.login (token_hash, desk, account_id, association_id, made_at, seen_at) "
                "SELECT %s, %s, %s, %s, n, n FROM service.now_utc() n",
                [(token_of(who, p.number, *rest)[1], "review" if who == "reviewer" else "coordination", fixed(who, p.number, *rest),
                  p.association) for p in plans for who, *rest in STAFF])

    # -- the registrar and the coordination desk ----------------------------------------------------------------------------

    def ask(self, plans, kind):
        """A duty of each world, all at once."""
        with self.connect() as db:
            db.cursor().executemany(
                "INSERT INTO work.duty (association_id, id, administration_id, kind, asked_by, asked_at) "
                "VALUES (%s, %s, %s, %s, %s, service.now_utc())",
                [(p.association, uuid.uuid4(), p.exam, kind, fixed("coordinator", p.number)) for p in plans])

    def wait_for(self, plans, kind):
        def done():
            with self.connect() as db:
                states = dict(db.execute("SELECT state, count(*) FROM work.duty WHERE kind = %s AND association_id = ANY (%s) "
                                         "GROUP BY 1", [kind, [p.association for p in plans]]).fetchall())
                assert "refused" not in states, db.execute("SELECT DISTINCT note FROM work.duty").fetchall()
                return states.get("done", 0) == len(plans)
        wait_for(done, 600)
        self.analyze()

    def at_desk(self, plan, who, method, path, accept="application/json", **fields):
        """One request of the world's coordinator or another colleague: (head, body)."""
        origin = self.house.urls["coordination"]
        headers = [f"Host: {origin[7:]}", f"Origin: {origin}", "Sec-Fetch-Site: same-origin", f"Accept: {accept}",
                   f"Cookie: bm_coordination={token_of(who, plan.number)[0]}"]
        body = json.dumps(fields).encode() if method == "POST" else b""
        if method == "POST":
            headers.append("Content-Type: application/json")
        self.desk.send(request(method, path, headers, body))
        return self.desk.receive()

    def thirds_are_called(self):
        """Whatever has its two reviews is decided, or has a third reviewer."""
        with self.connect() as db:
            return db.execute(
                "SELECT count(*) FROM review.packet k WHERE k.purpose = 'live' AND (k.state IN ('waiting', 'in_review') OR "
                "k.state = 'third_needed' AND NOT EXISTS (SELECT FROM review.allocation l WHERE l.packet_id = k.id AND l.seat = 3))"
            ).fetchone()[0] == 0 and self.none_is_held(db, "new")

    @staticmethod
    def none_is_held(db, *kinds):
        return db.execute("SELECT count(*) FROM review.allocation WHERE held = ANY (%s)", [list(kinds)]).fetchone()[0] == 0

    def calibration_is(self, step):
        """given: everybody has their practice packets; compared: those that are locked; open: nothing is held back any more."""
        with self.connect() as db:
            if step == "compared":
                return db.execute("SELECT count(*) FROM review.allocation l WHERE l.practice AND NOT EXISTS (SELECT FROM "
                                  "review.comparison c WHERE c.allocation_id = l.id)").fetchone()[0] == 0
            waiting = db.execute("SELECT count(*) FROM review.allocation l WHERE l.held = 'practice' AND NOT EXISTS (SELECT FROM "
                                 "review.allocation p WHERE p.practice AND p.reviewer_id = l.reviewer_id)").fetchone()[0]
            return waiting == 0 and self.none_is_held(db, "new", *(["practice"] if step == "open" else []))

    def colleague(self, plan, who, method, path, **fields):
        head, body = self.at_desk(plan, who, method, path, **fields)
        assert head.startswith(b"HTTP/1.1 200"), (path, head, body)
        return json.loads(body)

    def mask(self, plan):
        for row in self.colleague(plan, "masker", "GET", "/maskings")["responses"]:
            path = f"/maskings/{row['code']}"
            document = self.colleague(plan, "masker", "GET", path)
            self.colleague(plan, "masker", "POST", path, version=document["version"], action="approve")

    def mask_all(self, plans):
        for plan in plans:
            self.mask(plan)

    def allocate(self, plan):
        return self.colleague(plan, "coordinator", "POST", f"/administrations/{plan.exam}/reviewers")["seats"]


class Worlds(House):
    """A house with two of each process, one for each side, from split() on."""

    def __init__(self, plans):
        os.environ.setdefault("BM_DRAW_SEED", "5e" * 32)
        super().__init__(parent="/dev/shm" if Path("/dev/shm").is_dir() else "/tmp")
        self.plans = plans
        self.seals = Seals(self.keys)
        self._found_associations()
        ports = free_ports(len(DRAWING))
        for place, process in enumerate(DRAWING):
            self._second(process, ports + place)
        self.sides = [Side(self, SIDES[0], self.database)]

    def run(self):
        """The processes of all sides there are."""
        for process in DRAWING:
            for place in range(len(self.sides)):
                self.start(process + "2" * place)
        return self

    def rest(self):
        for side in self.sides:
            side.review.close()
            side.desk.close()
        self.stop()

    def split(self, apart=timedelta(0)):
        """From here on there are two sides, so long apart in time. While nothing runs."""
        self.cluster.createdb("second", template=self.database)
        with self.cluster.connect("second") as db:
            db.execute("GRANT CONNECT ON DATABASE second TO blindmark_candidate, blindmark_review, blindmark_coordination, "
                       "blindmark_registrar")
            if apart:
                db.execute("INSERT INTO service.time_shift (purpose, shift) SELECT purpose, %s FROM service.installation", [apart])
        self.sides.append(Side(self, SIDES[1], "second"))
        return self

    def port_of(self, desk, side):
        return int(self.urls[desk if side == SIDES[0] else desk + "2"].rsplit(":", 1)[1])

    def _install(self):
        super()._install()
        for process in DRAWING:
            shutil.copy(BUILD / f"tests/blind/blindmark-{process}-seeded", self.app / f"bin/blindmark-{process}")

    def _second(self, process, port):
        """Configured as the first but for its database and port: it takes itself to be at the same address."""
        first, second = self.etc / f"{process}.conf", self.etc / f"{process}2.conf"
        shutil.copy2(first, second)
        owner = first.stat()
        os.chown(second, owner.st_uid, owner.st_gid)
        if process in self.urls:
            first.write_text(first.read_text() + "workers = 2\nhash_workers = 1\n")
        text = re.sub(r"dbname=\S+", "dbname=second", first.read_text())
        if process in self.urls:
            text = re.sub(r"(?m)^port = \d+$", f"port = {port}", text)
            self.urls[process + "2"] = f"http://127.0.0.1:{port}"
        second.write_text(text)
        (self.app / f"bin/blindmark-{process}2").symlink_to(f"blindmark-{process}")

    def _found_associations(self):
        """Everything that both sides share: associations with their staff, all signed in, and forms of the sample bank."""
        password = stored_password()
        with self.cluster.connect(self.database, autocommit=False) as db:
            rows = db.cursor()
            rows.executemany("INSERT INTO staff.association VALUES (%s, %s, %s, 'America/Chicago', 21, now())",
                             [(p.association, f"world-{p.number}", f"Association {p.number}") for p in self.plans])
            for table in ("bank.vignette", "bank.rubric", "bank.form", "bank.form_vignette", "bank.calibration",
                          "bank_key.calibration_text"):
                columns = [c for (c,) in db.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
                    "AND attgenerated = '' AND attname <> 'association_id'", [table])]
                theirs = ", ".join("x." + c for c in columns)
                only = "WHERE part = 2" if table == "bank.form" else ""
                db.execute(f"INSERT INTO {table} (association_id, {', '.join(columns)}) SELECT a.id, {theirs} "
                           f"FROM (SELECT * FROM {table} {only}) x CROSS JOIN staff.association a WHERE a.code LIKE 'world-%'")
            people = [(p, who, RIGHTS[who], fixed(who, p.number, *rest), rest) for p in self.plans for who, *rest in STAFF]
            rows.executemany(
                "INSERT INTO staff.account VALUES (%s, %s, %s, %s, now())",
                [(ident, self.seals.seal("identity", "staff.account.sealed", ident, 0,
                                         {"name": f"{who} {p.number}", "email": email(who, p, rest)}),
                  self.seals.lookup("staff_lookup", email(who, p, rest)), password) for p, who, _, ident, rest in people])
            rows.executemany("INSERT INTO staff.appointment (association_id, account_id, rights) VALUES (%s, %s, %s)",
                             [(p.association, ident, rights) for p, _, rights, ident, _ in people])


def email(who, plan, rest=()):
    return f"{who}{''.join(map(str, rest))}.{plan.number}@sample.example"
