"""What releases leave about the agreement of reviewers, as the registrar would write it."""

import uuid

CRITERIA = ["Use of one's own response", "Making sense of what is seen"]


def opinion(reviewer, levels, top_level=4, percent=80):
    total = sum(levels)
    return {"reviewer": str(reviewer), "levels": list(levels), "total": total,
            "passes": 100 * total >= percent * top_level * len(levels)}


def document(packets, category="specialist", criteria=CRITERIA, top_level=4):
    """packets: each a list of (reviewer, levels) by seat; levels page by page."""
    pages = len(packets[0][0][1]) // len(criteria)
    return {"category": category, "pages": pages, "top_level": top_level,
            "criteria": [{"id": f"c{i}", "title": title} for i, title in enumerate(criteria, 1)],
            "packets": [[opinion(*one, top_level=top_level) for one in packet] for packet in packets]}


def keep(world, release, *documents, association=None):
    """The documents of one release."""
    for content in documents:
        row = uuid.uuid4()
        world.db.execute("INSERT INTO result.agreement VALUES (%s, %s, %s, %s)",
                         (association or world.association, release, row,
                          world.seal("result", "result.agreement.sealed", row, 0, content)))


def release(world, administration, state="released", number=1, association=None):
    """An empty release in this state; its id."""
    ident = uuid.uuid4()
    world.db.execute("INSERT INTO result.release (association_id, id, administration_id, number, state, digest, letters, "
                     "prepared_by, prepared_at, confirmed_by, released_at) "
                     "VALUES (%s, %s, %s, %s, %s, sha256('x'), 0, %s, now(), %s, CASE WHEN %s = 'released' THEN now() END)",
                     (association or world.association, ident, administration, number, state, uuid.uuid4(), uuid.uuid4(), state))
    return ident
