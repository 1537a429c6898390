-- The last day on which a request of this candidate is in time: the lead time before the exam day, which is that of the earliest
-- appointment, or of the window's opening where there is none. Days are those of the zone. Whatever is received later is late.
CREATE OR REPLACE FUNCTION work.request_by(in_association uuid, in_registration uuid, in_zone text) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT (coalesce(min(w.opens_at) FILTER (WHERE a.id IS NOT NULL), min(w.opens_at)) AT TIME ZONE in_zone)::date - d.lead_days
    FROM work.registration r
    JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
    CROSS JOIN LATERAL unnest(r.parts) p (part)
    CROSS JOIN LATERAL work.window_of(r.association_id, r.id, p.part) w
    LEFT JOIN work.appointment a ON a.association_id = r.association_id AND a.registration_id = r.id AND a.part = p.part
                                AND NOT a.cancelled
    WHERE r.association_id = in_association AND r.id = in_registration
    GROUP BY d.lead_days);
END;
$$;
