-- Everything that is known of an association's reviewers: self (who they are and where they work), known (by coordinators), declared
-- (by themselves, whoever they review for); self comes first. Who once reviewed
-- here counts too: what they locked may still stand. news: the rows of staff.conflict_news that the facts answer, because
-- all is one snapshot. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.conflict_facts(in_association uuid)
RETURNS TABLE (outcome text, kind text, account_id uuid, id uuid, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH reviewer AS (SELECT p.account_id AS id FROM staff.appointment p
                   WHERE p.association_id = in_association AND (p.rights | p.held_before) & 4 = 4)
  SELECT 'done', f.* FROM (
    SELECT 'news', NULL::uuid, n.id, NULL::bytea FROM staff.conflict_news n WHERE n.association_id = in_association
    UNION ALL SELECT 'self', a.id, a.id, a.sealed FROM reviewer r JOIN staff.account a ON a.id = r.id
    UNION ALL SELECT 'known', c.account_id, c.id, c.sealed FROM reviewer r JOIN staff.conflict c ON c.account_id = r.id
              WHERE c.association_id = in_association AND c.withdrawn_at IS NULL
    UNION ALL SELECT 'declared', c.account_id, c.id, c.sealed FROM reviewer r JOIN review.conflict c ON c.account_id = r.id)
    AS f (kind, account_id, id, sealed)
  ORDER BY f.account_id, f.kind DESC, f.id;
$$;
