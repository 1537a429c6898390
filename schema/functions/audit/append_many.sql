-- Appends events of one kind to the association's chain, in the caller's transaction: the arrays are of one length, an element of each
-- for one event, and the chain is as if audit.append had been called for each in their order, all at one instant.
CREATE OR REPLACE FUNCTION audit.append_many(in_association uuid, in_actor text, in_actor_ids uuid[], in_action text,
                                             in_subjects uuid[], in_details jsonb[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head audit.head;
  moment timestamptz := service.now_utc();
  digests bytea[] := '{}';
  last bytea;
BEGIN
  INSERT INTO audit.head AS h (association_id, number, digest)
  VALUES (in_association, 0, sha256(convert_to(in_association::text, 'UTF8')))
  ON CONFLICT (association_id) DO NOTHING;
  SELECT * INTO STRICT head FROM audit.head h WHERE h.association_id = in_association FOR UPDATE;
  last := head.digest;
  FOR i IN 1 .. cardinality(in_subjects) LOOP
    last := audit.digest_of(last, in_association, head.number + i, moment, in_actor, in_actor_ids[i], in_action, in_subjects[i],
                            in_details[i]);
    digests[i] := last;
  END LOOP;
  INSERT INTO audit.event (association_id, number, at, actor, actor_id, action, subject_id, detail, previous, digest)
  SELECT in_association, head.number + e.n, moment, in_actor, e.actor_id, in_action, e.subject, e.detail, e.previous, e.digest
  FROM unnest(in_actor_ids, in_subjects, in_details, head.digest || digests[: cardinality(digests) - 1], digests)
    WITH ORDINALITY AS e (actor_id, subject, detail, previous, digest, n);
  UPDATE audit.head h SET number = head.number + cardinality(in_subjects), digest = last WHERE h.association_id = in_association;
END;
$$;
