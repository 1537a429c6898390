-- Who holds this login, if it is alive (12 hours, 60 minutes without use) and has one of the rights; all NULL otherwise.
CREATE OR REPLACE FUNCTION coordination_api.caller(
  in_token bytea, in_rights int, OUT account uuid, OUT association uuid, OUT rights int, OUT zone text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT l.account_id, l.association_id, p.rights, a.zone
  FROM staff.login l
  JOIN staff.appointment p ON p.association_id = l.association_id AND p.account_id = l.account_id
  JOIN staff.association a ON a.id = l.association_id
  WHERE l.token_hash = in_token AND l.desk = 'coordination' AND l.ended_at IS NULL
    AND l.made_at > service.now_utc() - interval '12 hours' AND l.seen_at > service.now_utc() - interval '60 minutes'
    AND p.rights & in_rights <> 0;
$$;
