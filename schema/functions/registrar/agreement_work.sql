-- The decided live packets of an administration with who reviewed them, by seat, in an order that is drawn anew each time.
-- outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.agreement_work(in_association uuid, in_administration uuid)
RETURNS TABLE (outcome text, packet_id uuid, category text, pages int, criteria int, top_level int, pass_percent int, version int,
               sealed bytea, reviewers text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', k.id, k.category, k.pages, k.criteria, k.top_level, d.part2_pass_percent, k.version, k.sealed,
         (SELECT string_agg(l.reviewer_id::text, ' ' ORDER BY l.seat) FROM review.allocation l
          WHERE l.association_id = k.association_id AND l.packet_id = k.id AND l.state = 'locked' AND l.seat > 0)
  FROM review.packet k
  JOIN work.administration d ON d.association_id = k.association_id AND d.id = k.administration_id
  WHERE k.association_id = in_association AND k.administration_id = in_administration AND k.purpose = 'live' AND k.state = 'decided'
  ORDER BY gen_random_uuid();
$$;
