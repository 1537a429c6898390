-- The newest 200 events of the association, of one administration when it is named; without those that are not told yet. outcome: ok | not_allowed.
CREATE OR REPLACE FUNCTION coordination_api.audit_events(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  -- Those that the page has words for; any other is shown by its code.
  known text[] := ARRAY[
    'accommodation.decided', 'accommodation.filed', 'accommodation.withdrawn',
    'appointment.cancelled', 'appointment.made', 'appointment.moved', 'slot.changed', 'slot.withdrawn', 'slots.added',
    'administration.created', 'association.created', 'bank.imported', 'candidate.signed_in', 'candidate.signed_out',
    'confidentiality.accepted', 'duty.asked', 'duty.done', 'duty.refused', 'feedback.approved',
    'feedback.changed', 'feedback.made', 'feedback.renewed', 'feedback.viewed', 'intake.taken', 'masking.approved',
    'masking.changed', 'masking.viewed', 'packet.allocated', 'packet.decided', 'packet.made', 'packet.reopened',
    'packet.third_needed', 'part1.scored',
    'release.confirmed', 'release.dropped', 'release.prepared', 'release.published', 'release.viewed',
    'conflict.declared', 'conflict.recorded', 'conflict.withdrawn', 'review.set_aside', 'reviewer.stopped', 'reviewer.taken_back',
    'review.locked', 'review.revised', 'reviewers.allocated', 'roster.imported', 'session.closed', 'session.folded',
    'session.handed_in', 'session.opened', 'session.paused', 'session.resumed', 'session.started',
    'slip.replaced', 'slips.printed', 'staff.added',
    'staff.changed', 'staff.password_set', 'staff.reset', 'staff.signed_in', 'staff.signed_out',
    'staff.switched_association',
    'clocks.pause', 'clocks.resume', 'clocks.minutes', 'clocks.reopen', 'clocks.outage', 'clocks.approved', 'outage.dismissed',
    'small_group.decided', 'masking.reopened', 'packet.masked_again', 'review.given_back',
    'calibration.given', 'calibration.let_go', 'reviewer.paused', 'reviewer.goes_on', 'reviewer.practises_again',
    'late.decided', 'rescue.uploaded', 'rescue.opened', 'rescue.refused'];
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  outcome := 'ok';
  WITH recent AS (
    SELECT e.number, e.at, e.actor, e.actor_id, e.action, e.detail FROM audit.event e
    WHERE e.association_id = who.association AND (in_administration IS NULL OR e.subject_id = in_administration)
      AND coordination_api.told(who.association, e.action, e.subject_id)
    ORDER BY e.number DESC LIMIT 200)
  SELECT jsonb_build_object('zone', who.zone, 'one_administration', in_administration IS NOT NULL,
    'events', coalesce(jsonb_agg(jsonb_build_object(
      'number', e.number, 'at', to_char(e.at AT TIME ZONE who.zone, 'YYYY-MM-DD HH24:MI:SS'),
      'actor', jsonb_build_object(e.actor, true), 'account', a.id, 'sealed', encode(a.sealed, 'hex'),
      'action', e.action, 'is', CASE WHEN e.action = ANY (known) THEN jsonb_build_object(replace(e.action, '.', '_'), true) ELSE '{}' END,
      'detail', CASE WHEN e.detail <> '{}' THEN (SELECT string_agg(d.key || ' ' || d.value, ', ' ORDER BY d.key) FROM jsonb_each_text(e.detail) d) END)
      ORDER BY e.number DESC), '[]'))
  INTO doc FROM recent e LEFT JOIN staff.account a ON e.actor = 'staff' AND a.id = e.actor_id;
END;
$$;
