-- SHA-256 over the digest before it and the event, each field with its length in front.
-- PL/pgSQL, because it keeps its plan: a function of plain SQL is parsed anew at every call.
CREATE OR REPLACE FUNCTION audit.digest_of(previous bytea, association uuid, number bigint, at timestamptz, actor text,
                                           actor_id uuid, action text, subject uuid, detail jsonb)
RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  told text := number::text;
  instant text := extract(epoch FROM at)::text;
  who text := coalesce(actor_id::text, '');
  about text := coalesce(subject::text, '');
  rest text := detail::text;
BEGIN
  RETURN sha256(previous || convert_to('36:' || association::text || ',' || length(told) || ':' || told || ','
    || length(instant) || ':' || instant || ',' || length(actor) || ':' || actor || ',' || length(who) || ':' || who || ','
    || length(action) || ':' || action || ',' || length(about) || ':' || about || ',' || length(rest) || ':' || rest, 'UTF8'));
END;
$$;
