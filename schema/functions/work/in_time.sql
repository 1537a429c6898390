-- Whether something that arrived then counts: at most grace_s after the deadline. A session whose clock has not started has no
-- deadline, and one whose clock is paused cannot run out. The twin in C is session_time_judge (core/session_time.h); the two
-- must agree on every case.
CREATE OR REPLACE FUNCTION work.in_time(in_arrived timestamptz, in_deadline timestamptz, in_grace_s int, in_paused_at timestamptz)
RETURNS boolean
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT in_paused_at IS NOT NULL OR in_deadline IS NULL OR in_arrived <= in_deadline + make_interval(secs => in_grace_s);
$$;
