WITH person AS (
  SELECT c.id, p.association_id
  FROM staff.account c
  JOIN staff.appointment p ON p.account_id = c.id
  JOIN staff.association a ON a.id = p.association_id
  WHERE a.code = $1::text AND c.email_hash = $2::bytea AND p.rights & 1 = 1),
fresh AS (
  INSERT INTO staff.one_time_code (code_hash, account_id, made_at, expires_at, used_at)
  SELECT $3::bytea, person.id, service.now_utc(), service.now_utc() + interval '14 days', NULL FROM person
  RETURNING account_id)
SELECT audit.append(person.association_id, 'operator', NULL, 'staff.code_renewed', person.id, '{}') AS nothing
FROM person JOIN fresh ON fresh.account_id = person.id
