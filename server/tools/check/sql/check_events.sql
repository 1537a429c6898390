SELECT e.number, e.previous, e.digest, e.association_id::text AS association, e.number::text AS number_text,
  extract(epoch FROM e.at)::text AS at_text, e.actor, coalesce(e.actor_id::text, '') AS actor_id, e.action,
  coalesce(e.subject_id::text, '') AS subject, e.detail::text AS detail
FROM audit.event e
WHERE e.association_id = $1
ORDER BY e.number
