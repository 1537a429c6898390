-- May the log tell of this event? What happens to one packet, its seats or its remarks tells, by its moment and beside other events,
-- how a review came out or whose packet it is: it is told once the results of its administration are published.
CREATE OR REPLACE FUNCTION coordination_api.told(in_association uuid, in_action text, in_subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT in_action NOT IN ('review.set_aside', 'packet.reopened', 'packet.third_needed', 'packet.allocated', 'packet.decided',
                           'packet.masked_again', 'masking.reopened', 'feedback.made', 'feedback.renewed')
    OR EXISTS (
      SELECT FROM result.release r
      WHERE r.association_id = in_association AND r.state = 'released' AND r.administration_id IN (
        SELECT k.administration_id FROM review.packet k WHERE k.association_id = in_association AND k.id = in_subject
        UNION ALL SELECT k.administration_id FROM review.allocation l
          JOIN review.packet k ON k.association_id = l.association_id AND k.id = l.packet_id
          WHERE l.association_id = in_association AND l.id = in_subject
        UNION ALL SELECT f.administration_id FROM result.feedback f WHERE f.association_id = in_association AND f.id = in_subject
        UNION ALL SELECT i.administration_id FROM intake.response i WHERE i.association_id = in_association AND i.id = in_subject));
$$;
