-- What the candidate desk's functions reach: a candidate's own exam. No key, no staff account, no review, no score before
-- its release; answers and the ledger of time are only ever added to.
REVOKE ALL ON ALL TABLES IN SCHEMA service, audit, staff, identity, bank, bank_key, work, intake, review, bridge, result
  FROM candidate_owner;
REVOKE ALL ON SCHEMA staff, identity, bank, bank_key, work, intake, review, bridge, result FROM candidate_owner;
GRANT USAGE ON SCHEMA service, audit, staff, identity, bank, work, result TO candidate_owner;
GRANT SELECT (id, name, zone) ON staff.association TO candidate_owner;
GRANT SELECT (association_id, version, language, body, since) ON staff.confidentiality_text TO candidate_owner;
GRANT SELECT (association_id, id, sealed) ON identity.person TO candidate_owner;
GRANT SELECT (association_id, id, sealed) ON bank.item TO candidate_owner;
GRANT SELECT (association_id, id, sealed) ON bank.vignette TO candidate_owner;
GRANT SELECT (association_id, form_id, position, item_id) ON bank.form_item TO candidate_owner;
GRANT SELECT (association_id, form_id, position, vignette_id, choice_set, choose) ON bank.form_vignette TO candidate_owner;
GRANT SELECT (association_id, id, title, grace_s)
  ON work.administration TO candidate_owner;
GRANT SELECT (association_id, administration_id, part, track, category, form_id) ON work.administration_form TO candidate_owner;
GRANT SELECT (association_id, id, administration_id, person_id, category, track, parts, slip_hash, withdrawn_at)
  ON work.registration TO candidate_owner;
GRANT SELECT (association_id, id, registration_id, kind, state, received_on, late, filed_by, filed_at, request, part1_minutes,
              part2_minutes, opens_at, closes_at, version, decision, decided_at),
      INSERT (association_id, id, registration_id, kind, received_on, late, filed_by, filer_id, filed_at, request, documents),
      UPDATE (state, version)
  ON work.accommodation TO candidate_owner;
GRANT SELECT (association_id, id, administration_id, part, starts_at, places, place, withdrawn) ON work.slot TO candidate_owner;
GRANT SELECT (association_id, id, registration_id, part, slot_id, cancelled, sequence) ON work.appointment TO candidate_owner;
GRANT SELECT (session_id, xid), DELETE ON work.change TO candidate_owner;
GRANT SELECT, INSERT ON work.acceptance, work.attempt, work.entitlement, work.save, work.batch, work.seal TO candidate_owner;
GRANT SELECT (association_id, session_id, epoch, sequence, accepted) ON work.late_decision TO candidate_owner;
GRANT SELECT, INSERT, UPDATE (ended_at) ON work.login TO candidate_owner;
GRANT SELECT, INSERT, UPDATE (state, delivered_at, handed_in_at, closed_at, changes)
  ON work.session TO candidate_owner;
GRANT SELECT, INSERT, UPDATE (flagged, struck) ON work.item_mark TO candidate_owner;
GRANT SELECT, INSERT, UPDATE (measured, unsent, characters, waiting_since) ON work.pulse TO candidate_owner;
GRANT SELECT (association_id, registration_id, release_id, sealed) ON result.outcome TO candidate_owner;
GRANT SELECT (association_id, id, state, number, released_at) ON result.release TO candidate_owner;
