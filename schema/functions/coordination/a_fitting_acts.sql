-- The acts on a clock that make sense for a session as it stands, as marks for a page: {"pause", "minutes"}. What decides is the
-- act itself (act.sql), at its own instant. Staff may stop the clock of who is on a break, which then is no break any more.
CREATE OR REPLACE FUNCTION coordination_api.fitting_acts(in_state text, in_paused_by text, in_taken_in boolean) RETURNS jsonb
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN in_state = 'opened' THEN '{"minutes": true}'::jsonb
              WHEN in_state = 'running' AND in_paused_by IS NULL THEN '{"pause": true, "minutes": true}'
              WHEN in_state = 'running' AND in_paused_by = 'candidate' THEN '{"pause": true, "resume": true, "minutes": true}'
              WHEN in_state = 'running' THEN '{"resume": true, "minutes": true}'
              WHEN in_state = 'closed' AND NOT in_taken_in THEN '{"reopen": true}'
              ELSE '{}' END;
$$;
