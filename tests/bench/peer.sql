-- Peer A, for pgbench: a save as one durable transaction of its own, in one prepared statement. It does what the desk's save does
-- in the database, written as plainly as it can be, without the desk's functions: login and registration, the session with the
-- rule of the deadline, the question, and one row of history with sealed bytes and a digest of the same size.
\set candidate random(0, :candidates - 1)
\set item random(1, 60)
\set sequence random(1, 1099511627776)
INSERT INTO work.save (association_id, session_id, epoch, sequence, save_id, ref, sealed, digest, arrived_at, late)
SELECT s.association_id, s.id, l.epoch, :sequence, gen_random_uuid(), 'item.' || f.position,
  '\x01000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435'::bytea,
  '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'::bytea, clock_timestamp(),
  s.paused_at IS NULL AND clock_timestamp() > s.deadline + make_interval(secs => s.grace_s)
FROM work.login l
JOIN work.registration r ON r.association_id = l.association_id AND r.id = l.registration_id AND r.withdrawn_at IS NULL
JOIN work.attempt t ON t.association_id = l.association_id AND t.registration_id = l.registration_id
JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = 1 AND s.handed_in_at IS NULL
JOIN bank.form_item f ON f.association_id = s.association_id AND f.form_id = s.form_id AND f.position = :item
WHERE l.token_hash = sha256(convert_to(:candidate::text, 'UTF8')) AND l.ended_at IS NULL
  AND (l.made_at > clock_timestamp() - interval '24 hours' OR s.state = 'running')
RETURNING late;
