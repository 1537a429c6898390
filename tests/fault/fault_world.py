"""A candidate desk, what its database holds about time, and how a defect is planted there."""

import re

from candidate_world import CandidateWorld

MICROSECONDS = "(extract(epoch from %s) * 1000000)::bigint"


class FaultWorld(CandidateWorld):
    def anchor(self):
        """(microseconds on CLOCK_BOOTTIME, microseconds since 1970) of the instant that all arrivals are measured from."""
        ((boot, utc),) = self.rows(f"SELECT boot_us, {MICROSECONDS % 'utc'} FROM service.clock_anchor")
        return boot, utc

    def login(self, role):
        """A connection as that login role."""
        password = self.desk_password if role == "blindmark_candidate" else self.password
        return self.cluster.connect(self.database, role, password)

    def plant(self, function, pattern, replacement):
        """Changes the text of a function of this database; its owner and its rights stay."""
        schema, name = function.split(".")
        texts = [text for text, in self.rows(
            "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = %s AND p.proname = %s", schema, name)]
        changed = [re.sub(pattern, replacement, text) for text in texts]
        assert texts and all(old != new for old, new in zip(texts, changed)), f"nothing to plant in {function}"
        for text in changed:
            self.db.execute(text)

    def stored(self):
        """{save_id: (instant of arrival on CLOCK_BOOTTIME, late)}"""
        boot, utc = self.anchor()
        return {save: (arrived - utc + boot, late) for save, arrived, late in self.rows(
            f"SELECT save_id, {MICROSECONDS % 'arrived_at'}, late FROM work.save")}
