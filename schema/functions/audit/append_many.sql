-- Appends events of one kind to the association's chain, in the caller's transaction: the arrays are of one length, an element of each
-- for one event, and the chain is as if audit.append had been called for each in their order, all at one instant. The words
-- of an event are those of audit.digest_of, laid together for all at once: a call for each cost more than its digest.
CREATE OR REPLACE FUNCTION audit.append_many(in_association uuid, in_actor text, in_actor_ids uuid[], in_action text,
                                             in_subjects uuid[], in_details jsonb[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head audit.head;
  moment timestamptz := service.now_utc();
  words bytea[];
  digests bytea[] := '{}';
  last bytea;
BEGIN
  INSERT INTO audit.head AS h (association_id, number, digest)
  VALUES (in_association, 0, sha256(convert_to(in_association::text, 'UTF8')))
  ON CONFLICT (association_id) DO NOTHING;
  SELECT * INTO STRICT head FROM audit.head h WHERE h.association_id = in_association FOR UPDATE;
  SELECT array_agg(convert_to('36:' || in_association::text || ',' || length(e.told) || ':' || e.told || ',' || same.instant
                              || length(e.who) || ':' || e.who || ',' || same.action || length(e.about) || ':' || e.about || ','
                              || length(e.rest) || ':' || e.rest, 'UTF8') ORDER BY e.n)
  INTO words
  FROM (SELECT x.n, (head.number + x.n)::text AS told, coalesce(x.actor_id::text, '') AS who, coalesce(x.subject::text, '') AS about,
               x.detail::text AS rest
        FROM unnest(in_actor_ids, in_subjects, in_details) WITH ORDINALITY AS x (actor_id, subject, detail, n) OFFSET 0) e,
       (SELECT length(i.instant) || ':' || i.instant || ',' || length(in_actor) || ':' || in_actor || ',' AS instant,
               length(in_action) || ':' || in_action || ',' AS action
        FROM (SELECT extract(epoch FROM moment)::text AS instant OFFSET 0) i OFFSET 0) same;
  last := head.digest;
  FOR i IN 1 .. cardinality(in_subjects) LOOP
    last := sha256(last || words[i]);
    digests[i] := last;
  END LOOP;
  INSERT INTO audit.event (association_id, number, at, actor, actor_id, action, subject_id, detail, previous, digest)
  SELECT in_association, head.number + e.n, moment, in_actor, e.actor_id, in_action, e.subject, e.detail, e.previous, e.digest
  FROM unnest(in_actor_ids, in_subjects, in_details, head.digest || digests[: cardinality(digests) - 1], digests)
    WITH ORDINALITY AS e (actor_id, subject, detail, previous, digest, n);
  UPDATE audit.head h SET number = head.number + cardinality(in_subjects), digest = last WHERE h.association_id = in_association;
END;
$$;
