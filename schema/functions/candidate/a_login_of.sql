-- Whose login is it? A candidate's login lasts a day; while a part of theirs runs or stands, as long as it does, and two days after
-- it was opened, or closed by time: no clock, not one that is a day wrong, signs anybody out in the middle of an exam, nor a device
-- whose last answers are still on their way when time runs out. The code on the slip makes a new one.
-- newest: no later login of theirs has taken over. outcome: done | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.login_of(in_token_hash bytea, OUT outcome text, OUT association_id uuid,
                                                  OUT registration_id uuid, OUT epoch int, OUT newest boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT l.association_id, l.registration_id, l.epoch,
         NOT EXISTS (SELECT FROM work.login x WHERE x.association_id = l.association_id
                     AND x.registration_id = l.registration_id AND x.epoch > l.epoch)
  INTO login_of.association_id, login_of.registration_id, login_of.epoch, login_of.newest
  FROM (SELECT service.now_utc() AS at) now
  CROSS JOIN work.login l
  JOIN work.registration r ON r.association_id = l.association_id AND r.id = l.registration_id
  WHERE l.token_hash = in_token_hash AND l.ended_at IS NULL AND r.withdrawn_at IS NULL
    AND (l.made_at > now.at - interval '24 hours'
         OR EXISTS (SELECT FROM work.attempt t
                    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
                    WHERE t.association_id = l.association_id AND t.registration_id = l.registration_id
                      AND s.handed_in_at IS NULL
                      AND (s.state = 'running' OR coalesce(s.closed_at, s.opened_at) > now.at - interval '48 hours')));
  outcome := CASE WHEN FOUND THEN 'done' ELSE 'signed_out' END;
END;
$$;
