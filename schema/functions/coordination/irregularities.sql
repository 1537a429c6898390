-- Every act on the clocks of an administration in the order in which they were done, and the outages for which nothing was
-- given. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.irregularities(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 17);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  WITH act AS (
    SELECT i.at, i.id, coordination_api.act_of(who.association, i.id, who.zone, who.account, who.rights) - ARRAY['id', 'title'] AS shown
    FROM work.irregularity i WHERE i.association_id = who.association AND i.administration_id = in_administration)
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title, 'zone', who.zone,
    'waiting', nullif(count(*) FILTER (WHERE (a.shown->>'waits')::boolean), 0),
    'approvable', nullif(count(*) FILTER (WHERE (a.shown->>'may_approve')::boolean), 0),
    'acts', coalesce(jsonb_agg(a.shown ORDER BY a.at, a.id), '[]'),
    'dismissed', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'when', coordination_api.outage_times(o.began_at, o.ended_at, who.zone),
                    'length', coordination_api.span(ceil(extract(epoch FROM o.ended_at - o.began_at))::bigint),
                    'by', jsonb_build_object('account', c.id, 'sealed', encode(c.sealed, 'hex')),
                    'at', coordination_api.show_time(n.at, who.zone), 'reason', n.reason) ORDER BY n.at), '[]')
                  FROM work.outage_answer n
                  JOIN service.outage o ON o.id = n.outage_id
                  JOIN staff.account c ON c.id = n.by_id
                  WHERE n.association_id = who.association AND n.administration_id = in_administration AND n.irregularity_id IS NULL))
  INTO doc FROM act a;
END;
$$;
