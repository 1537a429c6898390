-- The whole roster or nothing. People known to the association keep their row (in_people holds its id then, and the sealed
-- identity is the newest). A row that would double an e-mail, lack a form or repeat content undoes all.
-- outcome: ok | not_allowed | not_found | closed | conflict.
CREATE OR REPLACE FUNCTION coordination_api.import_roster(
  in_token bytea, in_administration uuid, in_registrations uuid[], in_people uuid[], in_sealed bytea[], in_email_hashes bytea[],
  in_categories text[], in_tracks text[], in_esl int[], in_parts text[], OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  checked record;
  known boolean;
  moment timestamptz := service.now_utc();
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 2));
  SELECT * INTO checked FROM coordination_api.roster_check(in_token, in_administration, in_email_hashes, in_categories, in_tracks, in_parts);
  outcome := checked.outcome;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF EXISTS (SELECT FROM jsonb_array_elements(checked.doc->'rows') WITH ORDINALITY r (entry, place)
             WHERE (r.entry->>'listed')::boolean OR (r.entry->>'formless')::boolean OR (r.entry->>'repeats')::boolean
                OR (r.entry->>'person')::uuid <> in_people[r.place]) THEN
    outcome := 'conflict';
    RETURN;
  END IF;
  known := EXISTS (SELECT FROM identity.person p WHERE p.association_id = who.association AND p.id = ANY (in_people));
  BEGIN
    INSERT INTO identity.person AS p (association_id, id, sealed, email_hash, created_at)
    SELECT who.association, x.person, x.sealed, x.email_hash, moment FROM unnest(in_people, in_sealed, in_email_hashes) x (person, sealed, email_hash)
    ON CONFLICT (association_id, id) DO UPDATE SET sealed = excluded.sealed WHERE p.email_hash = excluded.email_hash;
    INSERT INTO work.registration (association_id, id, administration_id, person_id, category, track, parts, created_at)
    SELECT who.association, x.registration, in_administration, x.person, x.category, x.track, string_to_array(x.parts, ',')::smallint[], moment
    FROM unnest(in_registrations, in_people, in_categories, in_tracks, in_parts) x (registration, person, category, track, parts);
    INSERT INTO work.accommodation (association_id, id, registration_id, kind, state, received_on, filed_by, filer_id, filed_at,
                                    documents, part1_minutes, part2_minutes)
    SELECT who.association, gen_random_uuid(), x.registration, 'esl', 'granted', (moment AT TIME ZONE who.zone)::date, 'roster',
           who.account, moment, 'not_needed', x.esl, x.esl
    FROM unnest(in_registrations, in_esl) x (registration, esl) WHERE x.esl > 0;
  EXCEPTION WHEN unique_violation THEN
    outcome := 'conflict';
    RETURN;
  END;
  -- Of people known before, place of work or supervisor may be another now: who is barred from their packets is worked out anew.
  IF known THEN
    INSERT INTO staff.conflict_news (association_id) VALUES (who.association);
  END IF;
  PERFORM audit.append(who.association, 'staff', who.account, 'roster.imported', in_administration,
                       jsonb_build_object('candidates', cardinality(in_registrations)));
  doc := jsonb_build_object('imported', cardinality(in_registrations));
END;
$$;
