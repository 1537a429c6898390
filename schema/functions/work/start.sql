-- The clock of a session that stands begins to run, at that instant. Starting twice is starting once: false when it ran already.
CREATE OR REPLACE FUNCTION work.start(in_association uuid, in_session uuid, in_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE work.session AS x SET state = 'running', started_at = in_at, going_since = in_at,
    deadline = in_at + make_interval(secs => x.entitled_s)
  WHERE x.association_id = in_association AND x.id = in_session AND x.state = 'opened';
  RETURN FOUND;
END;
$$;
