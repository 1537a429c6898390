-- What the coordination desk's functions reach: people, administrations and progress; no answer, no key, no review, no score.
REVOKE ALL ON ALL TABLES IN SCHEMA staff, identity, bank, bank_key, work, intake, review, bridge, result, audit, service FROM coordination_owner;
REVOKE ALL ON SCHEMA bank_key, bridge FROM coordination_owner;
GRANT USAGE ON SCHEMA staff, identity, bank, work, intake, review, result, audit, service TO coordination_owner;

GRANT SELECT (id, code, name, zone) ON staff.association TO coordination_owner;
GRANT SELECT (id, sealed, email_hash, password), INSERT (id, sealed, email_hash, created_at), UPDATE (password, sealed)
  ON staff.account TO coordination_owner;
GRANT SELECT, INSERT, UPDATE (rights, held_before, categories, capacity) ON staff.appointment TO coordination_owner;
GRANT SELECT, INSERT, UPDATE (withdrawn_by, withdrawn_at) ON staff.conflict TO coordination_owner;
GRANT SELECT, INSERT ON staff.conflict_news TO coordination_owner;
GRANT SELECT, INSERT, UPDATE (used_at) ON staff.one_time_code TO coordination_owner;
GRANT SELECT, INSERT, UPDATE (association_id, seen_at, ended_at) ON staff.login TO coordination_owner;
GRANT SELECT, INSERT, DELETE ON staff.failed_try TO coordination_owner;

GRANT SELECT, INSERT, UPDATE (sealed) ON identity.person TO coordination_owner;

GRANT SELECT (association_id, id, code, revision, part, tracks, category, title, published_at) ON bank.form TO coordination_owner;
GRANT SELECT (association_id, form_id, item_id) ON bank.form_item TO coordination_owner;
GRANT SELECT (association_id, form_id, position, vignette_id, choice_set, choose) ON bank.form_vignette TO coordination_owner;
GRANT SELECT (association_id, id, code, revision) ON bank.item, bank.vignette, bank.rubric TO coordination_owner;
GRANT SELECT (prompts) ON bank.vignette TO coordination_owner;
-- How many practice and control packets there are, never what is in them.
GRANT SELECT (association_id, id, code, revision, form_id, purpose) ON bank.calibration TO coordination_owner;

GRANT SELECT, INSERT ON work.administration, work.administration_form, work.duty TO coordination_owner;
GRANT SELECT (association_id, id, administration_id, person_id, category, track, parts, slip_hash, slip_number, slip_at, withdrawn_at),
      INSERT (association_id, id, administration_id, person_id, category, track, parts, created_at),
      UPDATE (slip_hash, slip_number, slip_at)
  ON work.registration TO coordination_owner;
GRANT SELECT (association_id, registration_id, ended_at), UPDATE (ended_at) ON work.login TO coordination_owner;
GRANT SELECT (association_id, id, registration_id) ON work.attempt TO coordination_owner;
GRANT SELECT (association_id, id, attempt_id, part, form_id, state, entitled_s, grace_s, started_at, deadline, paused_at, paused_by, handed_in_at, closed_at)
  ON work.session TO coordination_owner;
-- Requests and decisions; acts on the time of sessions go through functions of the work schema, never through the rows.
GRANT SELECT, INSERT, UPDATE (state, documents, part1_minutes, part2_minutes, opens_at, closes_at, version, decision, decided_by, decided_at)
  ON work.accommodation TO coordination_owner;
GRANT SELECT, INSERT, UPDATE (approved_by, approved_at) ON work.irregularity TO coordination_owner;
GRANT SELECT, INSERT ON work.irregularity_session, work.outage_answer TO coordination_owner;
-- Appointments themselves are made, moved and cancelled by functions of the work schema.
GRANT SELECT, INSERT, UPDATE (places, place, withdrawn) ON work.slot TO coordination_owner;
GRANT SELECT ON work.appointment TO coordination_owner;
GRANT SELECT ON service.heartbeat, service.outage TO coordination_owner;
-- How much is saved or held by a device alone, never what.
GRANT SELECT (association_id, session_id, ref, late) ON work.save TO coordination_owner;
GRANT SELECT (association_id, session_id, epoch, measured, unsent, characters, waiting_since) ON work.pulse TO coordination_owner;

-- Emergency files come in sealed and are never read back here.
GRANT SELECT (association_id, id, session_id, digest, uploaded_by, uploaded_at, reason, state, why, answers, stored, opened_at),
      INSERT (association_id, id, session_id, public_key, nonce, sealed, digest, uploaded_by, uploaded_at, reason),
      UPDATE (uploaded_by, uploaded_at, reason, state, why, opened_at)
  ON work.rescue TO coordination_owner;

-- The maskers' own: they alone get past the functions that read these.
GRANT SELECT, UPDATE (state, version, sealed, decided_by, decided_at) ON intake.response TO coordination_owner;
GRANT SELECT, INSERT ON intake.small_group TO coordination_owner;

GRANT SELECT (association_id, id, administration_id, category, barred, state, purpose, remasking), UPDATE (state)
  ON review.packet TO coordination_owner;
GRANT SELECT (association_id, id, packet_id, reviewer_id, seat, state, touched_at),
      INSERT (association_id, id, packet_id, reviewer_id, seat, code, order_key, draft_key, state, held, touched_at), UPDATE (state)
  ON review.allocation TO coordination_owner;
-- How far off reviewers were in practice and control packets, never in which of their packets.
GRANT SELECT (association_id, administration_id, reviewer_id, category, purpose, calibration_id, revision, points, levels, outside)
  ON review.calibration TO coordination_owner;
GRANT SELECT, UPDATE (ended, reason, ended_by, ended_at) ON review.pause TO coordination_owner;
GRANT SELECT, INSERT ON review.stop TO coordination_owner;

GRANT SELECT, UPDATE (state, confirmed_by, confirmed_at) ON result.release TO coordination_owner;
GRANT SELECT ON result.preview, result.outcome, result.agreement TO coordination_owner;
-- Remarks to read and to approve, under codes that only the registrar can follow.
GRANT SELECT, UPDATE (version, state) ON result.feedback TO coordination_owner;
GRANT SELECT, INSERT ON result.feedback_text TO coordination_owner;

GRANT SELECT (association_id, number, at, actor, actor_id, action, subject_id, detail) ON audit.event TO coordination_owner;
