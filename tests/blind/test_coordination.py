"""What a coordinator cannot find out before a release, from any page and from the database itself."""

import uuid

import pytest

from coordination_world import APPROVE, COORDINATE, MASK, PROCTOR, REVIEW, CoordinationWorld

CANARY = "Zephyrine Quandary"
SECRET_SCORE = {"category": "specialist", "track": "imh",
                "part1": {"sat": True, "score": 48, "max": 60, "passed": True, "date": "2026-03-14"},
                "part2": {"sat": True, "passed": False, "date": "2026-03-14",
                          "remarks": [{"overall": True, "text": "remark-canary"}]},
                "endorsable": False,
                "retake": {"parts": [2], "earliest": "2027-03-14", "request_by": None}, "corrected": False}


@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("blind")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def exam(world):
    """Sat by two, taken in, reviewed and prepared; not published."""
    cora = world.colleague(COORDINATE)
    choices = cora.get("/administrations/new").json()
    made = cora.make("/administrations/new", "administration_made", title="Blind", opens_date="2031-03-14", opens_time="09:00",
                     closes_date="2031-03-14", closes_time="17:00",
                     form={s["key"]: s["options"][0]["id"] for s in choices["slots"]})
    exam = made["id"]
    roster = f"name,email,category,track\n{CANARY},z@example.org,specialist,imh\nOther Person,o@example.org,specialist,imh\n"
    assert cora.post(f"/administrations/{exam}/roster", roster=roster, confirm=True).status_code == 200
    world.close_sessions(exam)
    return exam


def paths_of(person, world, exam):
    """Every page of the desk, by its own list, for all that there is in its database: what is new is covered the day it appears."""
    def column(query, *values):
        return [str(row[0]) for row in world.rows(query, *values)]

    accounts = column("SELECT id FROM staff.account")
    rows = {"/registrations/{id}": column("SELECT id FROM work.registration WHERE administration_id = %s", exam),
            "/staff/{id}": accounts, "/administrations/{id}": [str(exam)]}
    codes = {"/maskings/": column("SELECT code FROM intake.response WHERE administration_id = %s", exam),
             "/administrations/": column("SELECT code FROM result.feedback WHERE administration_id = %s", exam)}
    for template, methods in person.get("/openapi.json").json()["paths"].items():
        if "get" not in methods:
            continue
        ids = next((found for start, found in rows.items() if template.startswith(start)), [str(uuid.UUID(int=7))])
        own = next((found for start, found in codes.items() if template.startswith(start)), [])
        for ident in ids if "{id}" in template else [""]:
            for code in own if "{code}" in template else [""]:
                for account in accounts if "{account}" in template else [""]:
                    yield template.replace("{id}", ident).replace("{code}", code).replace("{account}", account)
    yield f"/audit?administration={exam}"


def everything(person, world, exam):
    """Every page that this person may open, as one text, and the paths that were refused."""
    answers = [fetch(path) for path in paths_of(person, world, exam) for fetch in (person.page, person.get)]
    return "\n".join(a.text + str(a.headers) for a in answers), {a.url.path for a in answers if a.status_code >= 400}


def test_every_page_is_looked_at(world, exam):
    """Those that were forgotten once, by name."""
    account, _ = world.add_account("stops@example.org", REVIEW)
    code = world.add_feedback(exam, "Read again.")
    cora = world.colleague(COORDINATE)
    seen = set(paths_of(cora, world, exam))
    for path in (f"/administrations/{exam}/remarks", f"/administrations/{exam}/remarks/{code}", f"/staff/{account}",
                 f"/administrations/{exam}/reviewers/{account}/stop", f"/administrations/{exam}/reviewers"):
        assert path in seen and cora.page(path).status_code == 200, path
    assert not [path for path in seen if "{" in path]


def test_no_page_joins_a_person_to_a_response_or_a_score_before_the_release(world, exam):
    code = world.add_response(exam, "My response-canary text", [(0, 2)])
    packet = world.add_packet(exam)
    remarks = world.add_feedback(exam, "The feedback-canary.", "Read again.", note="The note-canary.")
    world.prepare_release(exam, uuid.uuid4(), [SECRET_SCORE, SECRET_SCORE])
    names = {"coordinate": COORDINATE, "proctor": PROCTOR, "approve": APPROVE, "mask": MASK}
    seen = {name: everything(world.colleague(right), world, exam) for name, right in names.items()}
    for name, (text, refused) in seen.items():
        assert f"/administrations/{exam}/results" in refused and f"/administrations/{exam}/results.csv" in refused, name
        assert str(packet) not in text, name
        assert ("response-canary" in text) == (name == "mask"), name
        assert (code in text) == (name == "mask"), name
        for canary in ("feedback-canary", "note-canary", remarks):
            assert (canary in text) == (name == "coordinate"), (name, canary)
    assert CANARY in seen["coordinate"][0] and CANARY in seen["proctor"][0]
    assert CANARY not in seen["mask"][0], "who sees responses sees no candidate"
    assert "remark-canary" not in seen["proctor"][0], "a proctor's board is without results"
    # The letters of a prepared release, and remarks, are read without names: no page holds both.
    cora = world.colleague(COORDINATE)
    for path in ("/release", "/confirm", "/remarks", f"/remarks/{remarks}"):
        text = cora.page(f"/administrations/{exam}{path}").text
        assert "remark-canary" in text or path != "/release"
        assert CANARY not in text and "z@example.org" not in text
        answer = cora.get(f"/administrations/{exam}{path}").text
        for (registration,) in world.rows("SELECT id FROM work.registration WHERE administration_id = %s", exam):
            assert str(registration) not in answer


FORBIDDEN = [
    "work.save.sealed", "work.save.sequence", "work.save.arrived_at", "work.sheet.*", "work.item_mark.*",
    "work.session.order_seed", "bank_key.item_key.*", "bridge.intake_link.*", "bridge.packet_link.*", "bridge.feedback_link.*",
    "review.give_back.*", "review.packet.sealed", "review.allocation.draft", "review.allocation.sealed",
    "review.allocation.commitment", "review.allocation.code", "review.allocation.revision", "review.allocation.released",
    "review.seal.*", "result.part1.*", "result.part2.*",
    "bank.item.sealed", "bank.vignette.sealed", "bank.rubric.sealed",
]


@pytest.mark.parametrize("column", FORBIDDEN)
def test_the_desks_functions_cannot_read(world, column):
    relation, name = column.rsplit(".", 1)
    with world.cluster.connect(world.database) as connection:
        columns = connection.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
                                     "AND NOT attisdropped", (relation,)).fetchall()
        wanted = [c for (c,) in columns if name in ("*", c)]
        assert wanted
        for one in wanted:
            may = connection.execute("SELECT has_column_privilege('coordination_owner', %s, %s, 'SELECT')", (relation, one))
            assert not may.fetchone()[0]
