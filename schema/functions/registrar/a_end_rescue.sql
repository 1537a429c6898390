-- What became of an emergency file that waited: put in (in_why ''), or refused with a fixed code that says why. A piece of
-- put_rescue and refuse_rescue; of a file that does not wait nothing is changed.
CREATE OR REPLACE FUNCTION registrar_api.end_rescue(in_association uuid, in_rescue uuid, in_why text, in_answers int, in_added uuid[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  ended record;
BEGIN
  UPDATE work.rescue x
  SET state = CASE in_why WHEN '' THEN 'done' ELSE 'refused' END, why = in_why, answers = in_answers,
      stored = in_answers - cardinality(in_added), added = in_added, opened_at = service.now_utc()
  FROM work.session s
  JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
  JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
  WHERE x.association_id = in_association AND x.id = in_rescue AND x.state = 'waiting'
    AND s.association_id = x.association_id AND s.id = x.session_id
  RETURNING r.administration_id, s.id AS session, s.part INTO ended;
  IF FOUND THEN
    PERFORM audit.append(in_association, 'registrar', NULL, CASE in_why WHEN '' THEN 'rescue.opened' ELSE 'rescue.refused' END,
                         ended.administration_id,
                         jsonb_build_object('session', ended.session, 'part', ended.part)
                         || CASE in_why WHEN '' THEN jsonb_build_object('answers', in_answers, 'late', cardinality(in_added))
                                        ELSE jsonb_build_object('why', in_why) END);
  END IF;
END;
$$;
