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

from house import House, free_ports, wait_for
from people import CATEGORIES, PASSWORD
from raw_line import RawLine, request
from registrar_world import BANK, World, _sodium
from tree import BUILD

SIDES = ("north", "south")
DRAWING = ("review", "coordination", "registrar")
SPACE = uuid.UUID("6f1d1b5e-0000-4000-8000-000000000000")
FIRST = ("Ulrike Desmond Cassius Io Anaïs Björn Chidinma Dagný Eoin Farrukh Gwenllian Håkon Ioana Jacinta Kwabena Léonie Małgorzata "
         "Nnamdi Oluwaseun Përparim Quinlan Rosalía Søren Tünde Uxía Václav Wambui Xiomara Yevheniya Zbigniew").split()
LAST = ("Achterberg Featherstonehaugh Li Sandoval O'Dwyer Ångström Bełżecki Çelik Dvořák Échevarría Fonoti Grünewald Hernández-Ruiz "
        "Ilunga Jónsdóttir Krzyżanowski Lefèvre Mbeki-Nwosu Nuñez Öztürk Pāvuls Quiñones Råberg Šimić Țurcanu Vukčević Wójtowicz Ybarra "
        "Žukauskas Abubakar").split()
PLACES = ("Hollowmere Nursery", "Tidewrack Family Agency", "Fernhollow Practice for Infants", "St. Bride's Visiting Nurses of Oxmoor",
          "Kestrelgate")
SAID = ("I would first ask {first} what {first} hears at night.", "Here the worker, {full}, begins with the baby's sleep.",
        "“Mrs {last},” the grandmother says, “you came again.”", "I would listen, and say little.", "The café is where they meet.",
        "My first thought is for the baby, my second for the mother.", "I'd write down what I see <before> I judge & compare.",
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

    def __init__(self, number):
        self.number = number
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
        firsts, lasts = chance.sample(FIRST, 2 * self.count), chance.sample(LAST, 2 * self.count)   # supervisors are namesakes of none
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

    def _row(self, table, columns, *values):
        self.rows.setdefault((table, columns), []).append(values)

    def _exam(self, plan):
        self._row("work.administration", "association_id id title opens_at closes_at created_by created_at", plan.association, plan.exam,
                  f"Exam in the {self.name}", self.now - timedelta(days=4), self.now - timedelta(days=2), fixed("coordinator", plan.number),
                  self.now - timedelta(days=90))
        if plan.count < 5:
            self._row("intake.small_group", "association_id administration_id category responses reason decided_by decided_at",
                      plan.association, plan.exam, plan.category, plan.count, "So few came.", fixed("coordinator", plan.number), self.now)
        self._row("work.administration_form", "association_id administration_id part track category form_id", plan.association, plan.exam,
                  2, "imh", plan.category, self.forms[plan.association, plan.form])

    def _attempt(self, plan, writer, place):
        association, person, email = plan.association, uuid.uuid4(), writer["email"]
        known = {"name": writer["full"], **{name: writer[name] for name in ("email", "employer", "supervisor")}}
        self._row("identity.person", "association_id id sealed email_hash created_at", association, person,
                  self.house.seals.seal("identity", "identity.person.sealed", person, 0, known),
                  self.house.seals.lookup("candidate_lookup", email), self.now - timedelta(days=60))
        for one in range(writer["tries"]):
            self._earlier(plan, person, one)
        registration, attempt, session = (uuid.uuid4() for _ in range(3))
        self._row("work.registration", "association_id id administration_id person_id category track parts created_at", association,
                  registration, plan.exam, person, plan.category, "imh", [2], self.now - timedelta(days=50))
        for kind in ("esl", "time"):
            if writer[kind]:
                self._row("work.accommodation", "association_id id registration_id kind state received_on filed_by filed_at documents "
                          "part2_minutes", association, uuid.uuid4(), registration, kind, "granted", self.now.date(), "roster", self.now,
                          "seen", writer[kind])
        began = self.now - timedelta(days=3) + timedelta(minutes=7 * place + writer["late"])
        self._row("work.attempt", "association_id id registration_id opened_at", association, attempt, registration, began)
        ledger = [("base", 5400), ("esl", 60 * writer["esl"]), ("other", 60 * writer["time"])]
        entitled = sum(seconds for _, seconds in ledger)
        ended = began + timedelta(minutes=writer["stay"])
        form = self.forms[association, plan.form]
        self._row("work.session", "association_id id attempt_id part form_id order_seed state entitled_s grace_s opened_at delivered_at "
                  "started_at deadline handed_in_at closed_at", association, session, attempt, 2, form, secrets.token_bytes(16), "closed",
                  entitled, 10, began, began, began, began + timedelta(seconds=entitled), ended, ended)
        for number, (kind, seconds) in enumerate([e for e in ledger if e[1]], 1):
            self._row("work.entitlement", "association_id session_id number kind seconds reason at", association, session, number, kind,
                      seconds, kind, began)
        self._row("work.sheet", "association_id session_id version sealed made_at saves administration_id part form_id", association, session,
                  1, self.house.seals.seal("answers", "work.sheet.sealed", session, 1, self.sheet(plan, writer)), ended, 0, plan.exam, 2, form)

    def _earlier(self, plan, person, number):
        """A try of before, in an exam of its own."""
        exam, registration = uuid.uuid4(), uuid.uuid4()
        then = self.now - PRIOR * (number + 1)
        self._row("work.administration", "association_id id title opens_at closes_at created_by created_at", plan.association, exam,
                  "Before", then, then + timedelta(days=1), fixed("coordinator", plan.number), then)
        self._row("work.registration", "association_id id administration_id person_id category track parts created_at",
                  plan.association, registration, exam, person, plan.category, "imh", [2], then)
        self._row("work.attempt", "association_id id registration_id opened_at", plan.association, uuid.uuid4(), registration, then)

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
                states = dict(db.execute("SELECT state, count(*) FROM work.duty WHERE kind = %s AND association_id = ANY (%s) GROUP BY 1",
                                         [kind, [p.association for p in plans]]).fetchall())
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
            for table in ("vignette", "rubric", "form", "form_vignette"):
                columns = [c for (c,) in db.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
                                                    "AND NOT attisdropped AND attgenerated = ''", [f"bank.{table}"]) if c != "association_id"]
                names = ", ".join(columns)
                only = {"form": "WHERE part = 2", "form_vignette": ""}.get(table, "")
                db.execute(f"INSERT INTO bank.{table} (association_id, {names}) SELECT a.id, {', '.join('x.' + c for c in columns)} "
                           f"FROM (SELECT * FROM bank.{table} {only}) x CROSS JOIN staff.association a WHERE a.code LIKE 'world-%'")
            people = [(p, who, RIGHTS[who], fixed(who, p.number, *rest), rest) for p in self.plans for who, *rest in STAFF]
            rows.executemany(
                "INSERT INTO staff.account VALUES (%s, %s, %s, %s, now())",
                [(ident, self.seals.seal("identity", "staff.account.sealed", ident, 0, {"name": f"{who} {p.number}", "email": email(who, p, rest)}),
                  self.seals.lookup("staff_lookup", email(who, p, rest)), password) for p, who, _, ident, rest in people])
            rows.executemany("INSERT INTO staff.appointment (association_id, account_id, rights) VALUES (%s, %s, %s)",
                             [(p.association, ident, rights) for p, _, rights, ident, _ in people])


def email(who, plan, rest=()):
    return f"{who}{''.join(map(str, rest))}.{plan.number}@sample.example"
