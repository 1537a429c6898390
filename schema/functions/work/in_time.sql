-- Whether something that arrived then counts: at most grace_s after the deadline. A session whose clock has not started has no
-- deadline, and one whose clock is paused cannot run out. The twin in C is session_time_judge (core/session_time.h); the two
-- must agree on every case. Its body is bound when it is made, so it needs no search_path of its own and is inlined where it is
-- called, thousands of times a second; STABLE because adding an interval to a timestamptz is.
CREATE OR REPLACE FUNCTION work.in_time(in_arrived timestamptz, in_deadline timestamptz, in_grace_s int, in_paused_at timestamptz)
RETURNS boolean
LANGUAGE sql STABLE
RETURN in_paused_at IS NOT NULL OR in_deadline IS NULL OR in_arrived <= in_deadline + make_interval(secs => in_grace_s);
