-- SHA-256 over the digest before it and the event, each field with its length in front.
CREATE OR REPLACE FUNCTION audit.digest_of(previous bytea, association uuid, number bigint, at timestamptz, actor text,
                                           actor_id uuid, action text, subject uuid, detail jsonb)
RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT sha256(previous || convert_to(string_agg(length(field)::text || ':' || field, ',' ORDER BY place), 'UTF8'))
  FROM unnest(ARRAY[association::text, number::text, extract(epoch FROM at)::text, actor, coalesce(actor_id::text, ''),
                    action, coalesce(subject::text, ''), detail::text]) WITH ORDINALITY AS f (field, place);
$$;
