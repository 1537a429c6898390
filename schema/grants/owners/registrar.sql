-- What the registrar's functions reach. The only owner with rights on bridge and bank_key.
REVOKE ALL ON ALL TABLES IN SCHEMA service, audit, staff, identity, bank, bank_key, work, intake, review, bridge, result FROM registrar_owner;
REVOKE ALL ON SCHEMA staff, identity, bank, bank_key, work, intake, review, bridge, result FROM registrar_owner;
GRANT USAGE ON SCHEMA service, audit, staff, identity, bank, bank_key, work, intake, review, bridge, result TO registrar_owner;

-- Whose zone, and who reviews.
GRANT SELECT (id, code, zone) ON staff.association TO registrar_owner;
GRANT SELECT (id, sealed) ON staff.account TO registrar_owner;
GRANT SELECT (association_id, account_id, rights, held_before, categories, capacity) ON staff.appointment TO registrar_owner;
-- Whom they must not score, which only the registrar holds against who wrote what.
GRANT SELECT (association_id, id, account_id, sealed, withdrawn_at) ON staff.conflict TO registrar_owner;
GRANT SELECT, DELETE ON staff.conflict_news TO registrar_owner;
GRANT SELECT ON review.conflict TO registrar_owner;
GRANT SELECT (association_id, administration_id, account_id) ON review.stop TO registrar_owner;

-- The bank: import adds, scoring and packets read.
GRANT SELECT (association_id, id, code, revision, digest) ON bank.item TO registrar_owner;
GRANT SELECT (association_id, id, code, revision, digest, prompts, sealed), UPDATE (prompts) ON bank.vignette TO registrar_owner;
GRANT SELECT (association_id, id, code, revision, digest, criteria, top_level, sealed) ON bank.rubric TO registrar_owner;
GRANT SELECT (association_id, id, code, revision, digest, part, rubric_id) ON bank.form TO registrar_owner;
GRANT SELECT (association_id, form_id, position, item_id) ON bank.form_item TO registrar_owner;
GRANT SELECT (association_id, form_id, position, vignette_id, choice_set, choose) ON bank.form_vignette TO registrar_owner;
GRANT SELECT (association_id, item_id, sealed) ON bank_key.item_key TO registrar_owner;
GRANT INSERT ON bank.item, bank.vignette, bank.rubric, bank.form, bank.form_item, bank.form_vignette, bank_key.item_key TO registrar_owner;
GRANT SELECT (association_id, id, code, revision, form_id, purpose, places, digest), INSERT ON bank.calibration TO registrar_owner;
GRANT SELECT, INSERT ON bank_key.calibration_text TO registrar_owner;
GRANT SELECT (category) ON bank.form TO registrar_owner;

-- Sessions are started and closed, answers are read, sheets are added.
GRANT SELECT (association_id, id, title, opens_at, closes_at, part1_minutes, part2_minutes, part1_pass_percent, part2_pass_percent,
              part2_rule, near_line_points, level_tolerance, practice_packets, control_packets,
              calibration_points, calibration_levels, grace_s, retake_scope, feedback, request_by_weeks) ON work.administration TO registrar_owner;
GRANT SELECT (association_id, id, administration_id, person_id, category, track, parts, withdrawn_at)
  ON work.registration TO registrar_owner;
GRANT SELECT (association_id, id, registration_id) ON work.attempt TO registrar_owner;
GRANT SELECT (association_id, id, attempt_id, part, form_id, state, entitled_s, grace_s, opened_at, delivered_at, started_at, deadline, paused_at, paused_by, handed_in_at, closed_at),
      UPDATE (state, closed_at)
  ON work.session TO registrar_owner;
GRANT SELECT (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late, digest) ON work.save TO registrar_owner;
-- Emergency files are opened; what they hold is added to the answers, as late.
GRANT SELECT (association_id, id, session_id, public_key, nonce, sealed, uploaded_at, state),
      UPDATE (state, why, answers, stored, added, opened_at)
  ON work.rescue TO registrar_owner;
GRANT SELECT (association_id, registration_id, epoch) ON work.login TO registrar_owner;
GRANT INSERT (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late, digest) ON work.save TO registrar_owner;
GRANT SELECT (association_id, session_id, epoch, sequence, accepted, decided_at) ON work.late_decision TO registrar_owner;
GRANT SELECT (association_id, session_id, number, saves, root, at) ON work.seal TO registrar_owner;
-- The timeline: who gave time, when and why; and what waits for approval.
GRANT SELECT (association_id, session_id, number, kind, seconds, reason, author_id, at) ON work.entitlement TO registrar_owner;
GRANT SELECT (association_id, id, administration_id, act, category, reason, seconds, by_id, at, approved_at)
  ON work.irregularity TO registrar_owner;
GRANT SELECT ON work.irregularity_session TO registrar_owner;
GRANT SELECT (association_id, at, action, subject_id) ON audit.event TO registrar_owner;
GRANT SELECT, INSERT ON work.sheet TO registrar_owner;
GRANT SELECT (association_id, id, administration_id, kind, state, asked_by, asked_at), UPDATE (state, done, total, note, finished_at)
  ON work.duty TO registrar_owner;
GRANT SELECT (association_id, id, sealed) ON identity.person TO registrar_owner;

-- Responses on their way to review, and the one place that knows whose they are.
GRANT SELECT (association_id, id, administration_id, category, state, version, sealed),
      INSERT (association_id, id, administration_id, category, code, state, sealed),
      UPDATE (state)
  ON intake.response TO registrar_owner;
-- What comes back is masked and sealed anew.
GRANT SELECT (returns), UPDATE (version, sealed, returns, decided_by, decided_at) ON intake.response TO registrar_owner;
GRANT SELECT (association_id, administration_id, category) ON intake.small_group TO registrar_owner;
GRANT SELECT, INSERT ON intake.joined_group TO registrar_owner;
GRANT SELECT (version), UPDATE (version, sealed, remasking) ON review.packet TO registrar_owner;
GRANT SELECT, UPDATE (state) ON review.give_back TO registrar_owner;
GRANT SELECT, INSERT ON bridge.intake_link, bridge.packet_link TO registrar_owner;
GRANT SELECT, INSERT, UPDATE (version, basis, sealed) ON bridge.feedback_link TO registrar_owner;
GRANT SELECT (association_id, id, administration_id, category, pages, criteria, top_level, barred, state, sealed, purpose, remasking), INSERT,
      UPDATE (state, barred)
  ON review.packet TO registrar_owner;
GRANT SELECT (association_id, id, packet_id, reviewer_id, seat, state, sealed, commitment, revision, released),
      INSERT (association_id, id, packet_id, reviewer_id, seat, code, order_key, draft_key, state, touched_at), UPDATE (seat, released)
  ON review.allocation TO registrar_owner;
GRANT SELECT (association_id, allocation_id, revision, commitment, previous, reason, signature, place) ON review.seal TO registrar_owner;

-- Scores and decisions are written once; a batch is prepared, dropped or published.
GRANT SELECT (association_id, session_id, sheet_version, sealed, scored_at), INSERT ON result.part1 TO registrar_owner;
GRANT SELECT (association_id, packet_id, number, sealed, made_from), INSERT ON result.part2 TO registrar_owner;
-- Remarks are proposed, and renewed when a packet is decided anew; each version is kept.
GRANT SELECT, INSERT (association_id, id, administration_id, code, state), UPDATE (version, state) ON result.feedback TO registrar_owner;
GRANT SELECT, INSERT ON result.feedback_text TO registrar_owner;
GRANT SELECT (association_id, id, administration_id, number, state, digest, letters),
      INSERT (association_id, id, administration_id, number, state, digest, letters, prepared_by, prepared_at),
      UPDATE (state, released_at)
  ON result.release TO registrar_owner;
GRANT SELECT (association_id, release_id, id), INSERT, DELETE ON result.preview TO registrar_owner;
GRANT SELECT (association_id, registration_id, release_id, sealed), INSERT ON result.outcome TO registrar_owner;
-- How reviewers agreed is written with the release, and read by nobody here.
GRANT SELECT (purpose, version) ON review.packet TO registrar_owner;
GRANT INSERT ON result.agreement TO registrar_owner;
-- Practice and control packets are given, compared once locked, and what is too far off pauses their reviewer.
GRANT SELECT (association_id, administration_id, category, form_id) ON work.administration_form TO registrar_owner;
GRANT SELECT (practice, looked, held), INSERT (practice, held), UPDATE (held, state) ON review.allocation TO registrar_owner;
GRANT SELECT (vignettes) ON review.packet TO registrar_owner;
GRANT SELECT, INSERT (association_id, allocation_id, administration_id, reviewer_id, category, purpose, calibration_id),
      UPDATE (revision, points, levels, outside)
  ON review.calibration TO registrar_owner;
GRANT SELECT, INSERT, UPDATE (packets) ON review.control_let_go TO registrar_owner;
GRANT INSERT ON review.comparison TO registrar_owner;
GRANT SELECT (association_id, administration_id, reviewer_id, category, ended),
      INSERT (association_id, administration_id, reviewer_id, category, purpose, points, levels, paused_at)
  ON review.pause TO registrar_owner;
