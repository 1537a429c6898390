"""blindmark check finds what was done to a database, or to a journal, behind everybody's back: each edit has its finding."""

import os
import shutil
import subprocess
import uuid

import pytest

from cluster import Cluster
from journal import Journal, digest
from registrar_exam import wait_for
from save_world import WITHOUT_SAVE_IDS, SaveWorld, blindmark
from tree import BLINDMARK, BUILD
from up import open_folder

# What was done, and what is found. ONE: a save of a batch; all of them stand in a running desk's database.
ONE = "(SELECT save_id FROM work.save WHERE batch_index IS NOT NULL ORDER BY save_id LIMIT 1)"
OTHER = "(SELECT save_id FROM work.save WHERE batch_index IS NOT NULL ORDER BY save_id DESC LIMIT 1)"
COPY = ("INSERT INTO work.save (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late, digest) "
        "SELECT association_id, session_id, epoch, {sequence}, {save}, ref, sealed, arrived_at, late, digest FROM work.save "
        f"WHERE save_id = {ONE}")
EDITS = {
    "a save deleted": (f"DELETE FROM work.save WHERE save_id = {ONE}", "was acknowledged and is not stored"),
    "an answer moved to another row": (
        f"UPDATE work.save SET sealed = (SELECT sealed FROM work.save WHERE save_id = {OTHER}) WHERE save_id = {ONE}",
        "does not open to an answer"),
    "a digest changed": (f"UPDATE work.save SET digest = sha256(digest) WHERE save_id = {ONE}",
                         "has the digest of another answer than was sent"),
    "a digest forgotten": (f"UPDATE work.save SET digest = NULL WHERE save_id = {ONE}", "has no digest"),
    "a question changed": (f"UPDATE work.save SET ref = 'item.99' WHERE save_id = {ONE}", "is not stored as any of its"),
    "a sequence changed": (f"UPDATE work.save SET sequence = 999 WHERE save_id = {ONE}", "is not stored as any of its"),
    "a save put in": (COPY.format(sequence=999, save="gen_random_uuid()"), "is stored, and nobody sent it"),
    "a save put in again": (WITHOUT_SAVE_IDS + COPY.format(sequence=999, save="save_id"), "is stored more than once"),
    "a place taken twice": ("ALTER TABLE work.save DROP CONSTRAINT save_pkey CASCADE; "
                            + COPY.format(sequence="sequence", save="gen_random_uuid()"), "of its history is taken twice"),
    "in time, marked late": (f"UPDATE work.save SET late = true WHERE save_id = {ONE}", "came in time and is marked late"),
    "acknowledged, marked late": (f"UPDATE work.save SET late = true WHERE save_id = {ONE}", "was acknowledged as in time"),
    "late, not marked": (f"UPDATE work.save SET arrived_at = arrived_at + interval '3 hours' WHERE save_id = {ONE}",
                         "came after deadline and grace and is not marked late"),
    "an arrival moved": (f"UPDATE work.save SET arrived_at = arrived_at + interval '1 microsecond' WHERE save_id = {ONE}",
                         "is not what was signed in its batch"),
    "a place in another batch": (f"UPDATE work.save SET batch_index = batch_index + 100 WHERE save_id = {ONE}",
                                 "is not what was signed in its batch"),
    "a batch deleted": (f"DELETE FROM work.batch WHERE id = (SELECT batch_id FROM work.save WHERE save_id = {ONE})",
                        "is of a batch that is not there"),
    "a signature changed": (f"UPDATE work.batch SET signature = set_byte(signature, 9, get_byte(signature, 9) # 1) "
                            f"WHERE id = (SELECT batch_id FROM work.save WHERE save_id = {ONE})", "it was not signed so"),
    "a session deleted": ("SET session_replication_role = replica; "
                          f"DELETE FROM work.session WHERE id = (SELECT session_id FROM work.save WHERE save_id = {ONE})",
                          "there is no such session"),
    "another rule of what counts": (
        "CREATE OR REPLACE FUNCTION registrar_api.counted_saves(in_association uuid, in_session uuid, in_refs text[]) "
        "RETURNS TABLE (outcome text, ref text, save_id uuid, sealed bytea) LANGUAGE sql AS $$ SELECT DISTINCT ON (v.ref) 'done', "
        "v.ref, v.save_id, v.sealed FROM work.save v WHERE v.session_id = in_session ORDER BY v.ref, v.sequence $$",
        "counts, and is not the newest of its question"),
    "another answer counted": (
        "CREATE OR REPLACE FUNCTION registrar_api.counted_saves(in_association uuid, in_session uuid, in_refs text[]) "
        "RETURNS TABLE (outcome text, ref text, save_id uuid, sealed bytea) LANGUAGE sql AS $$ SELECT DISTINCT ON (v.ref) 'done', "
        "v.ref, v.save_id, sha256(v.sealed) FROM work.save v WHERE v.session_id = in_session "
        "ORDER BY v.ref, v.epoch DESC, v.sequence DESC $$", "is the newest of its question and does not count"),
    "an event changed": ("UPDATE audit.event SET action = 'session.closed' WHERE number = 2", "event 2 is not what it was"),
    "an event deleted": ("DELETE FROM audit.event WHERE number = 2", "event 2 is missing"),
    "the last event deleted": ("DELETE FROM audit.event e USING audit.head h WHERE e.number = h.number",
                               "does not end as its head says"),
    "the head of a chain deleted": ("DELETE FROM audit.head", "does not end as its head says"),
    "events joined over a gap": ("UPDATE audit.event SET previous = sha256(previous) WHERE number = 2",
                                 "event 2 does not follow the one before it"),
}


class Kept:
    """A database that a desk has left, the journals of its clients, and copies of both to do things to."""

    def __init__(self):
        self.cluster = cluster = Cluster().start()
        self.folder = open_folder()
        self.world = SaveWorld(cluster, self.folder).start()
        self.journals = self.world.begin(1, 8, 150)
        self.world.wait_for_flow()
        self.world.settle()
        self.world.stop()
        self.world.db.close()
        self.copies = 0
        # Copies by the dozen, of which none has to last.
        cluster.stop()
        cluster.settings["fsync"] = "off"
        cluster.start()

    def close(self):
        self.world.crew.close()
        self.cluster.destroy()
        shutil.rmtree(self.folder)

    def copy(self, *edits):
        self.copies += 1
        name = f"{self.world.database}_{self.copies}"
        self.cluster.createdb(name, self.world.database)
        with self.cluster.connect(name) as connection:
            for edit in edits:
                connection.execute(edit)
        return self.cluster.conninfo(name)

    def copy_of_journals(self, change=lambda text: text):
        self.copies += 1
        folder = self.folder / f"journals-{self.copies}"
        shutil.copytree(self.journals, folder)
        for path in sorted(folder.iterdir())[:1]:
            path.write_text(change(path.read_text()))
        return folder


@pytest.fixture(scope="module")
def kept():
    made = Kept()
    yield made
    made.close()


def finds(kept, what, conninfo=None, folder=None, scope="database"):
    sums, findings = kept.world.check(folder or kept.journals, conninfo or kept.copy(), scope)
    return sums["findings"] and any(what in line for line in findings), findings


def test_what_nobody_touched_is_good(kept):
    sums, findings = kept.world.check(kept.journals, kept.copy(), "database")
    assert findings == [] and sums["sent"] == sums["acknowledged"] == sums["stored"] == sums["receipts"] >= 150
    assert sums["batches"] and sums["events"] and sums["sessions"] == 8


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_found(kept, name):
    edit, finding = EDITS[name]
    found, findings = finds(kept, finding, conninfo=kept.copy(edit))
    assert found, findings


def first(text, word, change):
    """The first line of a journal that begins with this word, changed."""
    lines = text.splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith(word + "\t"))
    lines[place] = change(lines[place])
    return "".join(lines)


def without_sendings_of_first(text):
    save = next(line for line in text.splitlines() if line.startswith("sent")).split("\t")[1]
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"sent\t{save}"))


def with_the_next_ones_receipt(text):
    told = [line.rstrip("\n").split("\t") for line in text.splitlines() if line.startswith("told")]
    other = next(fields for fields in told if fields[1] != told[0][1])
    return first(text, "told", lambda line: "\t".join([*told[0][:4], other[4]]) + "\n")


def with_a_refusal(outcome):
    """Of one more save, which is nowhere."""
    def change(text):
        save = str(uuid.uuid4())
        _, _, session, *rest = next(line for line in text.splitlines() if line.startswith("sent")).split("\t")
        return text + "\t".join(["sent", save, session, *rest]) + f"\ntold\t{save}\t{outcome}\t0\t-\n"
    return change


JOURNALS = {
    "an entry dropped": (without_sendings_of_first, "is stored, and nobody sent it"),
    "answered and never sent": (without_sendings_of_first, "was answered, and no journal says that it was sent"),
    "another answer sent": (lambda text: first(text, "sent", lambda line: line[:-2] + ("0" if line[-2] != "0" else "1") + "\n"),
                            "holds another answer than was sent"),
    "told late": (lambda text: first(text, "told", lambda line: line.replace("\tsaved\t", "\tlate\t")), "was acknowledged as late"),
    "told closed": (lambda text: first(text, "told", lambda line: line.replace("\tsaved\t", "\tclosed\t")), "refused as closed"),
    "told closed, and not handed in": (with_a_refusal("closed"), "was refused as closed, and its part was not handed in"),
    "told taken, and by nothing": (with_a_refusal("taken"), "was refused as another answer's, and no other was sent under its id"),
    "told another revision": (lambda text: first(text, "told", lambda line: "\t".join(
        [*line.split("\t")[:3], "77", *line.split("\t")[4:]])), "was acknowledged as revision 77"),
    "no receipt": (lambda text: first(text, "told", lambda line: "\t".join([*line.split("\t")[:4], "-"]) + "\n"), "there is none"),
    "a receipt's time changed": (lambda text: first(text, "told", lambda line: line.replace('"time_us": 1', '"time_us": 2')),
                                 "it was not signed so"),
    "another save's receipt": (with_the_next_ones_receipt, "says otherwise than what is stored"),
}


@pytest.mark.parametrize("name", JOURNALS)
def test_a_journal_that_says_otherwise_is_found(kept, name):
    change, finding = JOURNALS[name]
    found, findings = finds(kept, finding, folder=kept.copy_of_journals(change))
    assert found, findings


@pytest.mark.parametrize("also", [(), ["UPDATE work.session SET state = 'running', handed_in_at = NULL, closed_at = NULL"]],
                         ids=["handed in", "and opened again"])
def test_a_part_that_was_handed_in_may_refuse(kept, also):
    handed_in = ("UPDATE work.session SET state = 'closed', handed_in_at = now(), closed_at = now()",
                 "SELECT audit.append(association_id, 'candidate', NULL, 'session.handed_in', id, '{}') FROM work.session")
    assert finds(kept, "", kept.copy(*handed_in, *also), kept.copy_of_journals(with_a_refusal("closed"))) == (0, [])


def test_another_answer_under_the_same_id_may_be_refused(kept):
    def change(text):
        fields = next(line for line in text.splitlines() if line.startswith("sent")).split("\t")
        return text + "\t".join([*fields[:5], "99999", "0" * 64]) + f"\ntold\t{fields[1]}\ttaken\t0\t-\n"
    assert finds(kept, "", folder=kept.copy_of_journals(change)) == (0, [])


def close_what_is_over(world, journals):
    """As the registrar does; whether there was something to close."""
    sessions = [uuid.UUID(path.stem) for path in journals.iterdir()]
    return world.db.execute("UPDATE work.session SET state = 'closed', closed_at = deadline + make_interval(secs => grace_s) "
                            "WHERE id = ANY (%s) AND state = 'running' AND deadline < now()", (sessions,)).rowcount


def save_past_the_end(world, seed):
    """Clients begin, and go on when time has closed their sessions."""
    journals = world.begin(seed, 4, 20)
    world.wait_for_flow()
    wait_for(lambda: close_what_is_over(world, journals))
    return journals


def refused(journals):
    return any("\tclosed\t" in path.read_text() for path in journals.iterdir())


def test_an_answer_that_is_dropped_since_time_has_closed_its_part_is_found(cluster):
    """Planted: what time has closed takes as little as what was handed in."""
    folder = open_folder()
    world = SaveWorld(cluster, folder).start()
    world.entitled_s, world.grace_s = 1, 0
    try:
        journals = save_past_the_end(world, 1)
        wait_for(lambda: world.one("SELECT count(*) FROM work.save WHERE late"))
        world.settle()
        assert world.check(journals)[1] == []
        world.plant("candidate_api.save", r"IF s\.handed_in_at IS NOT NULL", "IF s.state = 'closed'")
        dropped = save_past_the_end(world, 2)
        wait_for(lambda: refused(dropped))
        with pytest.raises(AssertionError, match="'wrong': {'closed': "):
            world.settle()
        sums, findings = world.check(dropped)
        assert sums["refused"] == len(findings) > 0, findings
        assert all(one.endswith("was refused as closed, and its part was not handed in") for one in findings), findings
    finally:
        world.close()
        shutil.rmtree(folder)


def test_a_save_that_nobody_kept_is_found(kept, tmp_path):
    """Acknowledged to a client whose session the database never had."""
    folder = kept.copy_of_journals()
    save, session = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
    extra = Journal(folder / "extra.journal")
    extra.sent(save, session, "item.1", 1, 1, digest(save, {"choice": "A"}))
    extra.told(save, "saved", 1, None)
    extra.close()
    found, findings = finds(kept, "was acknowledged and is not stored", folder=folder)
    assert found, findings


def test_sessions_of_others_are_left_alone_when_asked(kept, tmp_path):
    one = next(kept.journals.iterdir())
    shutil.copy(one, tmp_path / one.name)
    assert finds(kept, "", folder=tmp_path, scope="journal") == (0, [])
    assert finds(kept, "is stored, and nobody sent it", folder=tmp_path)[0]


def test_the_last_line_of_a_client_that_was_killed_does_not_count(kept):
    assert finds(kept, "", folder=kept.copy_of_journals(lambda text: text + "told\tda39")) == (0, [])


@pytest.mark.parametrize("line", ["told\tno-uuid\tsaved\t1\t-\n", "sent\n", "\n", "heard\tx\n"])
def test_a_line_that_is_none_is_named(kept, line):
    folder = kept.copy_of_journals(lambda text: text + line)
    done = blindmark("check", "--journal", folder, "--conninfo", kept.copy())
    assert done.returncode == 1 and ": this is no line of a journal." in done.stderr and done.stdout == ""


@pytest.mark.parametrize("call, which", [("read", 1), ("read", 2), ("getdents64", 2)],
                         ids=["a file at its beginning", "a file within a line", "the folder"])
def test_what_cannot_be_read_to_its_end_is_named(kept, call, which):
    """What was told in the rest of it would be judged by nobody."""
    path = max(kept.journals.iterdir(), key=lambda one: one.stat().st_size) if call == "read" else kept.journals
    assert call != "read" or path.stat().st_size > 2 * 4096
    done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "-P", path, "-e", f"trace={call}", "-e",
                           f"inject={call}:error=EIO:when={which}", BLINDMARK, "check", "--journal", kept.journals, "--conninfo",
                           kept.copy()], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (1, "") and f"{path} cannot be read: Input/output error." in done.stderr, done


def test_journals_are_found_where_folders_do_not_tell_what_is_in_them(kept):
    """By sums, not by silence: what is not read is not missed."""
    bare = os.environ | {"LD_PRELOAD": str(BUILD / "tests" / "fault" / "libbare_folder.so")}
    arguments = ("check", "--journal", kept.journals.parent, "--conninfo", kept.copy())
    told, untold = blindmark(*arguments), blindmark(*arguments, env=bare)
    assert told.returncode == 0 and (untold.returncode, untold.stdout) == (0, told.stdout), untold


def test_journals_in_a_folder_that_is_linked_are_judged(kept, tmp_path):
    (tmp_path / "there").symlink_to(kept.journals)
    assert finds(kept, "", folder=tmp_path) == (0, [])


def test_a_folder_that_is_too_deep_to_be_read_is_named(kept, tmp_path):
    shutil.copytree(kept.journals, tmp_path / "a" / "b")
    done = blindmark("check", "--journal", tmp_path, "--conninfo", kept.copy())
    assert (done.returncode, done.stdout) == (1, "") and f"{tmp_path}/a/b is a folder too deep" in done.stderr, done.stderr


def test_what_cannot_be_judged_is_said(kept, tmp_path):
    assert blindmark("check", "--journal", kept.journals).returncode == 2
    empty = blindmark("check", "--journal", tmp_path, "--conninfo", kept.copy())
    assert (empty.returncode, empty.stdout) == (1, "") and "There is no journal in" in empty.stderr
    away = blindmark("check", "--journal", kept.journals, "--conninfo", f"host={tmp_path} dbname=x")
    assert (away.returncode, away.stdout) == (1, "") and "does not answer" in away.stderr
