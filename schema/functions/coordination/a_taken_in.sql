-- Whether the answers of a part are on their way to a result: scored (Part 1) or taken in for review (Part 2), or asked to be.
-- From then on nobody may write on.
CREATE OR REPLACE FUNCTION coordination_api.taken_in(in_association uuid, in_administration uuid, in_part int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM work.duty d
                 WHERE d.association_id = in_association AND d.administration_id = in_administration
                   AND d.kind = CASE in_part WHEN 1 THEN 'score' ELSE 'intake' END AND d.state IN ('asked', 'running', 'done'));
$$;
