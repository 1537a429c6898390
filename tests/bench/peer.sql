-- Peer A, for pgbench: a save as one durable transaction of its own, in one prepared statement. It does what the desk's batch does in
-- the database for each answer, written as plainly as it can be and without the desk's functions: login, its own session, held until
-- commit, with the rule of the deadline, the question, and one row of history with sealed bytes and a digest of the same size. Its
-- sequence numbers are higher than any of the load client's, so that neither counts the other's rows.
\set candidate random(0, :candidates - 1)
\set item random(1, 60)
\set sequence random(549755813888, 1099511627776)
WITH judged AS (
  SELECT s.association_id, s.id, l.epoch, s.questions,
    s.paused_at IS NULL AND clock_timestamp() > s.deadline + make_interval(secs => s.grace_s) AS late
  FROM work.login l
  JOIN work.session s ON s.id = md5('session ' || :candidate)::uuid AND s.association_id = l.association_id
    AND s.registration_id = l.registration_id AND s.part = 1
  WHERE l.token_hash = sha256(convert_to(:candidate::text, 'UTF8')) AND l.ended_at IS NULL AND s.state = 'running'
    AND :item <= s.questions
  FOR SHARE OF s
)
INSERT INTO work.save (association_id, session_id, epoch, sequence, save_id, ref, sealed, digest, arrived_at, late)
SELECT j.association_id, j.id, j.epoch, :sequence, gen_random_uuid(), 'item.' || :item,
  '\x01000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435'::bytea,
  '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'::bytea, clock_timestamp(), j.late
FROM judged j;
