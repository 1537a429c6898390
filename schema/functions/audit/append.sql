-- Appends one event to the association's chain, in the caller's transaction.
CREATE OR REPLACE FUNCTION audit.append(in_association uuid, in_actor text, in_actor_id uuid, in_action text, in_subject uuid, in_detail jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head audit.head;
  moment timestamptz := service.now_utc();
  next_digest bytea;
BEGIN
  INSERT INTO audit.head AS h (association_id, number, digest)
  VALUES (in_association, 0, sha256(convert_to(in_association::text, 'UTF8')))
  ON CONFLICT (association_id) DO NOTHING;
  SELECT * INTO STRICT head FROM audit.head h WHERE h.association_id = in_association FOR UPDATE;
  next_digest := audit.digest_of(head.digest, in_association, head.number + 1, moment, in_actor, in_actor_id, in_action,
                                 in_subject, in_detail);
  INSERT INTO audit.event (association_id, number, at, actor, actor_id, action, subject_id, detail, previous, digest)
  VALUES (in_association, head.number + 1, moment, in_actor, in_actor_id, in_action, in_subject, in_detail, head.digest, next_digest);
  UPDATE audit.head h SET number = head.number + 1, digest = next_digest WHERE h.association_id = in_association;
END;
$$;
