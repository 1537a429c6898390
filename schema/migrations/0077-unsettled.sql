-- A session's ledger is weighed once a statement, for all of its rows together; only what does not add up yet waits for the commit.
SET ROLE work_data;

CREATE UNLOGGED TABLE work.unsettled (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL
);
COMMENT ON TABLE work.unsettled IS
  'Sessions whose entitled_s is not the sum of their ledger at the end of a statement (work.weigh_ledgers). Each is weighed again at '
  'commit and its row taken away (work.hold_entitlement), so no other transaction ever sees one, and no foreign key is needed.';
