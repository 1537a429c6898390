"""How reviewers agreed: what a release keeps of their reviews, and the page that coordinators read after it."""

import json

import pytest

from agreement_world import CRITERIA, document, keep, release
from coordination_world import APPROVE, COORDINATE, MASK, PROCTOR, REVIEW, CoordinationWorld
from registrar_exam import Exam, wait_for
from test_coordinating import administration
from test_registrar import House, ready_for_release

# -- what the registrar keeps ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def house(cluster, tmp_path_factory):
    running = House(cluster, tmp_path_factory.mktemp("kept")).start()
    yield running
    running.close()


def kept(house, exam, number=1):
    rows = house.rows("SELECT g.id, g.sealed FROM result.agreement g JOIN result.release r ON r.id = g.release_id "
                      "WHERE r.administration_id = %s AND r.number = %s", exam.id, number)
    documents = [house.open("result", "result.agreement.sealed", row, 0, sealed) for row, sealed in rows]
    return sorted(documents, key=lambda document: document["category"])


def packet_of(house, candidate):
    return house.one("SELECT packet_id FROM bridge.packet_link WHERE attempt_id = %s", candidate.attempt)


def test_a_release_keeps_who_gave_what_and_nothing_that_leads_to_a_packet(house):
    reviewers = [house.appoint(name) for name in ("one", "two", "three")]
    exam = Exam(house)
    people = [exam.add(f"Ada Moreno {n}", f"ada{n}@agree.example").sit1(48).sit2({1: "One.", 2: "Two."}) for n in range(3)]
    mentor = exam.add("Ben Okafor", "ben@agree.example", category="mentor-policy").sit1(48).sit2({1: "One.", 2: "Two."})
    ready_for_release(exam, house, reviewers)
    for candidate, totals in ((people[0], (40, 39)), (people[1], (12, 10)), (mentor, (40, 38))):
        exam.review(packet_of(house, candidate), reviewers[:2], totals)
    packet = packet_of(house, people[2])
    exam.review(packet, reviewers[:2], (40, 8))
    third = wait_for(lambda: house.row("SELECT id FROM review.allocation WHERE packet_id = %s AND seat = 3", packet))[0]
    exam.lock(third, 20)
    wait_for(lambda: exam.state(packet) == "decided")
    exam.approve_remarks()
    assert exam.do("preview") == "" and kept(house, exam) == []
    assert exam.confirm() == 1 and kept(house, exam) == []
    assert exam.do("release") == ""

    policy, specialist = kept(house, exam)
    assert (policy["category"], specialist["category"]) == ("mentor-policy", "specialist")
    assert set(specialist) == {"category", "pages", "top_level", "criteria", "packets"}
    pages, criteria, top = house.row("SELECT pages, criteria, top_level FROM review.packet WHERE id = %s", packet)
    assert (specialist["pages"], len(specialist["criteria"]), specialist["top_level"]) == (pages, criteria, top)
    assert specialist["criteria"][0] == {"id": "c1", "title": "Use of one's own response"}
    by_total = {tuple(o["total"] for o in p): p for p in specialist["packets"]}
    assert set(by_total) == {(40, 39), (12, 10), (40, 8, 20)}
    assert [o["reviewer"] for o in by_total[40, 8, 20]] == [str(r) for r in reviewers]
    line = 80 * pages * criteria * top
    for opinion in (o for p in specialist["packets"] for o in p):
        assert set(opinion) == {"reviewer", "levels", "total", "passes"}
        assert len(opinion["levels"]) == pages * criteria and sum(opinion["levels"]) == opinion["total"]
        assert opinion["passes"] == (100 * opinion["total"] >= line)
    first = by_total[12, 10][0]["levels"]
    assert first[:4] == [4, 4, 4, 0], "page by page, criterion by criterion"

    text = json.dumps([policy, specialist])
    ids = house.rows("SELECT id::text FROM review.packet UNION ALL SELECT code FROM review.allocation UNION ALL "
                     "SELECT id::text FROM review.allocation UNION ALL SELECT attempt_id::text FROM bridge.packet_link UNION ALL "
                     "SELECT id::text FROM work.registration UNION ALL SELECT id::text FROM work.session")
    assert [i for (i,) in ids if i in text] == [] and "2026" not in text


def test_only_live_packets_that_were_decided_are_kept(house):
    reviewers = [house.appoint(name) for name in ("four", "five")]
    exam = Exam(house)
    ada = exam.add("Ada Moreno", "ada@live.example").sit1(48).sit2({1: "One.", 2: "Two."})
    ready_for_release(exam, house, reviewers, (ada, (40, 37)))
    packet = house.one("SELECT packet_id FROM bridge.packet_link WHERE attempt_id = %s", ada.attempt)
    for purpose in ("practice", "control"):
        copy = house.one("INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, top_level, "
                         "state, sealed, purpose) SELECT association_id, gen_random_uuid(), administration_id, category, pages, "
                         "criteria, top_level, 'decided', '\\x00', %s FROM review.packet WHERE id = %s RETURNING id",
                         purpose, packet)
        exam.lock(exam.seat(copy, reviewers[0], 1), 12)
    assert exam.do("preview") == "" and exam.confirm() == 1 and exam.do("release") == ""
    (only,) = kept(house, exam)
    assert [[o["total"] for o in p] for p in only["packets"]] == [[40, 37]]


def test_order_is_left_to_chance(house):
    """Twelve packets come out in another order than they were made in."""
    reviewers = [house.appoint(name) for name in ("six", "seven")]
    exam = Exam(house)
    people = [exam.add(f"P {n}", f"p{n}@order.example").sit1(48).sit2({1: "One.", 2: "Two."}) for n in range(12)]
    ready_for_release(exam, house, reviewers, *((p, (n, n)) for n, p in enumerate(people)))
    assert exam.do("preview") == "" and exam.confirm() == 1 and exam.do("release") == ""
    (only,) = kept(house, exam)
    totals = [p[0]["total"] for p in only["packets"]]
    assert sorted(totals) == list(range(12)) and totals != list(range(12))


# -- what coordinators read --------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def world(cluster, tmp_path_factory):
    running = CoordinationWorld(cluster, tmp_path_factory.mktemp("agreement")).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def cora(world):
    return world.colleague(COORDINATE)


@pytest.fixture(scope="module")
def reviewers(world):
    return {name: world.add_account(f"{name.lower()}@example.org", REVIEW)[0] for name in ("Rita", "Saul", "Tove")}


@pytest.fixture
def exam(world, cora):
    """What another test has published does not count here."""
    world.db.execute("DELETE FROM result.agreement")
    world.db.execute("DELETE FROM result.release")
    return administration(cora)


def twenty(reviewers, category="specialist"):
    """Rita is two levels stricter than Saul on the one page's second criterion, in every packet but four."""
    packets = [[(reviewers["Rita"], (n % 5, 1)), (reviewers["Saul"], (n % 5, 3))] for n in range(16)]
    packets += [[(reviewers["Rita"], (n % 5, 2)), (reviewers["Saul"], (n % 5, 2))] for n in range(4)]
    return document(packets, category)


def figures(part):
    return {next(iter(f["is"])): f for f in part["figures"]}


def part(group, name):
    return figures(next(p for p in group["parts"] if p["is"] == {name: True}))


def test_before_a_release_the_page_says_why_it_is_empty(cora, exam):
    page = cora.read(f"/administrations/{exam}/agreement", "agreement")
    assert page["is"] == {"waiting": True} and page["groups"] == [] and page["severity"] == []
    text = cora.page(f"/administrations/{exam}/agreement").text
    assert "Shown after the release" in text and "no figure here depends on a score" in text
    assert cora.read("/agreement", "agreement")["is"] == {"waiting": True}
    assert f'href="/administrations/{exam}/agreement"' in cora.page(f"/administrations/{exam}").text


def test_figures_have_their_n_their_interval_and_plain_words(world, cora, exam, reviewers):
    keep(world, release(world, exam), twenty(reviewers))
    page = cora.read(f"/administrations/{exam}/agreement", "agreement")
    assert page["is"] == {"shown": True} and page["packets"] == 20
    (group,) = page["groups"]
    assert group["is"] == {"specialist": True}
    levels = part(group, "levels")
    # 40 pairs of levels: 20 on the first criterion the same, and 4 on the second; the others are two levels apart.
    assert (levels["exact"]["n"], levels["exact"]["value"], levels["adjacent"]["value"]) == (40, "60 %", "60 %")
    assert (levels["exact"]["low"], levels["exact"]["high"]) == ("45 %", "74 %"), "Wilson"
    assert levels["exact"]["verdict"] == {"hint": True}
    same, apart = (figures(c) for c in group["criteria"])
    assert [c["criterion"] for c in group["criteria"]] == CRITERIA
    assert (same["exact"]["value"], same["kappa"]["value"], same["kappa"]["open"]) == ("100 %", "1.00", {"no_width": True})
    assert same["kappa"]["verdict"] == {"unsure": True} and same["exact"]["verdict"] == {"enough": True}
    assert (apart["exact"]["value"], apart["exact"]["n"]) == ("20 %", 20)
    text = cora.page(f"/administrations/{exam}/agreement").text
    assert "A first impression; more packets may change it." in text and "45 % to 74 %" in text
    assert "the pairs are so much alike that the formula for large numbers gives it no width." in text


def test_a_strict_reviewer_is_named_with_interval_and_words(world, cora, exam, reviewers):
    keep(world, release(world, exam), twenty(reviewers))
    page = cora.read(f"/administrations/{exam}/agreement", "agreement")
    rita, saul = page["severity"]
    # 16 times two points of eight, four times none: a mean of 20 of 100; t(19) = 2.093, standard deviation 10.26.
    assert (rita["name"], rita["value"], rita["low"], rita["high"]) == ("Rita", "−20.0", "−24.8", "−15.2")
    assert (rita["n"], rita["verdict"]) == (20, {"stricter": True})
    assert (saul["name"], saul["value"], saul["verdict"]) == ("Saul", "20.0", {"milder": True})
    assert rita["chart"]["low"] < rita["chart"]["value"] < rita["chart"]["high"] < 200 < saul["chart"]["low"]
    assert page["scale"] == 25
    text = cora.page(f"/administrations/{exam}/agreement").text
    assert "Stricter than the others." in text and "Tove" not in text and "@example.org" not in text
    assert '<svg class="interval"' in text


def test_too_few_packets_conclude_nothing_and_undefined_is_said(world, cora, exam, reviewers):
    rita, saul, tove = reviewers.values()
    keep(world, release(world, exam),
         document([[(rita, (3, 3)), (saul, (3, 3))]], "mentor-policy"),
         document([[(rita, (4, 2)), (saul, (4, 1)), (tove, (4, 1))], [(saul, (3, 2)), (tove, (3, 2))],
                   [(tove, (0, 2)), (rita, (4, 2))]]))
    page = cora.read(f"/administrations/{exam}/agreement", "agreement")
    everything, *each = page["groups"]
    assert everything["is"] == {"all": True} and everything["packets"] == 4 and everything["criteria"] == []
    one = next(g for g in each if g["is"] == {"mentor-policy": True})
    assert part(one, "totals")["icc_single"]["gap"] == {"one_pair": True}
    assert part(one, "passes")["kappa"]["verdict"] == {"undefined": True}
    assert part(one, "levels")["kappa"]["gap"] == {"one_level": True}
    verdicts = [f["verdict"] for g in page["groups"] for p in g["parts"] + g["criteria"] for f in p["figures"]]
    assert all(v in ({"too_few": True}, {"undefined": True}) for v in verdicts)
    assert [(s["name"], s["n"], s["verdict"]) for s in page["severity"]] == [
        ("Rita", 3, {"too_few": True}), ("Saul", 3, {"too_few": True}), ("Tove", 3, {"too_few": True})]
    # Tove as a third counts for severity: 62.5 against the mean of 75 and 62.5; then 0, then 25 against 75.
    assert next(s["value"] for s in page["severity"] if s["name"] == "Tove") == "−18.8"
    text = cora.page(f"/administrations/{exam}/agreement").text
    assert "n is too small to conclude anything." in text and "All categories together" in text
    assert "Undefined: one packet does not tell how others would differ." in text
    assert "nan" not in text.lower() and "inf" not in text.replace("information", "")


def test_administrations_are_pooled_on_request_and_a_correction_counts_once(world, cora, exam, reviewers):
    other = administration(cora)
    keep(world, release(world, exam), twenty(reviewers))
    keep(world, release(world, exam, number=2), twenty(reviewers))
    keep(world, release(world, other), twenty(reviewers), twenty(reviewers, "mentor-clinical"))
    pooled = cora.read("/agreement", "agreement")
    assert pooled["pooled"] and {a["id"] for a in pooled["administrations"]} == {exam, other}
    assert pooled["packets"] == 60
    assert [(next(iter(g["is"])), g["packets"]) for g in pooled["groups"][:1]] == [("all", 60)]
    assert sorted((next(iter(g["is"])), g["packets"]) for g in pooled["groups"][1:]) == [("mentor-clinical", 20),
                                                                                         ("specialist", 40)]
    assert part(pooled["groups"][0], "levels")["exact"]["n"] == 120
    assert cora.read(f"/administrations/{exam}/agreement", "agreement")["packets"] == 20
    assert "All published administrations together" in cora.page(f"/administrations/{exam}/agreement").text


def test_rubrics_with_other_levels_stay_apart(world, cora, exam, reviewers):
    rita, saul, _ = reviewers.values()
    keep(world, release(world, exam), document([[(rita, (2, 2)), (saul, (2, 1))]], "specialist", top_level=2),
         document([[(rita, (4, 2)), (saul, (3, 2))]], "specialist"))
    page = cora.read(f"/administrations/{exam}/agreement", "agreement")
    assert [g["packets"] for g in page["groups"]] == [2, 1, 1]
    parts = [next(iter(p["is"])) for p in page["groups"][0]["parts"]]
    assert parts == ["passes", "totals"], "levels of two scales are not one table"


def test_a_release_without_reviews_says_so(world, cora, exam):
    release(world, exam)
    assert cora.read(f"/administrations/{exam}/agreement", "agreement")["is"] == {"empty": True}
    assert "No packet was reviewed" in cora.page(f"/administrations/{exam}/agreement").text


def test_who_may_read_it(world, cora, exam, reviewers):
    keep(world, release(world, exam), twenty(reviewers))
    paths = (f"/administrations/{exam}/agreement", "/agreement")
    assert [world.colleague(APPROVE).get(path).status_code for path in paths] == [200, 200]
    for right in (PROCTOR, MASK):
        assert [world.colleague(right).get(path).status_code for path in paths] == [403, 403]
    assert cora.get("/administrations/00000000-0000-4000-8000-000000000000/agreement").status_code == 404
    assert cora.get("/administrations/nonsense/agreement").status_code == 404
    other = world.one("INSERT INTO staff.association VALUES (gen_random_uuid(), 'other', 'Other', 'UTC', 21, now()) "
                      "RETURNING id")
    stranger = world.colleague(COORDINATE, other)
    assert stranger.get(paths[0]).status_code == 404 and stranger.read(paths[1], "agreement")["is"] == {"waiting": True}


def test_what_does_not_open_or_fit_is_not_half_a_page(world, cora, exam, reviewers):
    ident = release(world, exam)
    broken = twenty(reviewers)
    broken["packets"][0][0]["levels"][0] = 9
    keep(world, ident, broken)
    assert cora.get(f"/administrations/{exam}/agreement").status_code == 500
    world.db.execute("UPDATE result.agreement SET sealed = '\\x00'")
    assert cora.get(f"/administrations/{exam}/agreement").status_code == 500
