-- Gives a candidate a slot, or another one than they hold: the appointment keeps its id and its sequence goes up. The same slot again
-- changes nothing. Who comes second to the last place finds it full. A candidate takes only what has not begun; staff may also
-- give a slot that has begun, to somebody who stands at the door.
-- outcome: done | not_registered | begun | over | no_slot (not of this part and administration, or withdrawn) | past | outside (not in
-- the window of this candidate) | full. appointment, sequence: with done; changed: something was.
CREATE OR REPLACE FUNCTION work.book(in_association uuid, in_registration uuid, in_part int, in_slot uuid, in_by text, in_at timestamptz,
                                     OUT outcome text, OUT appointment uuid, OUT sequence int, OUT changed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  slot work.slot;
  held work.appointment;
BEGIN
  PERFORM work.hold_registration(in_association, in_registration);
  outcome := work.appointment_stays(in_association, in_registration, in_part, in_at);
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  SELECT l.* INTO slot FROM work.slot l
  JOIN work.registration r ON r.association_id = l.association_id AND r.administration_id = l.administration_id
  WHERE l.association_id = in_association AND l.id = in_slot AND r.id = in_registration AND l.part = in_part AND NOT l.withdrawn
  FOR NO KEY UPDATE OF l;
  SELECT a.* INTO held FROM work.appointment a
  WHERE a.association_id = in_association AND a.registration_id = in_registration AND a.part = in_part;
  outcome := CASE
    WHEN slot.id IS NULL THEN 'no_slot'
    WHEN held.slot_id = slot.id AND NOT held.cancelled THEN 'done'
    WHEN in_by = 'candidate' AND slot.starts_at <= in_at THEN 'past'
    WHEN NOT EXISTS (SELECT FROM work.own_window(in_association, in_registration) w
                     WHERE slot.starts_at >= w.opens_at AND slot.starts_at < w.closes_at) THEN 'outside'
    WHEN work.places_taken(in_association, slot.id) >= slot.places THEN 'full' END;
  changed := outcome IS NULL;
  IF changed THEN
    INSERT INTO work.appointment AS a (association_id, id, registration_id, part, slot_id, made_by, changed_at)
    VALUES (in_association, gen_random_uuid(), in_registration, in_part, slot.id, in_by, in_at)
    ON CONFLICT (association_id, registration_id, part) DO UPDATE
      SET slot_id = excluded.slot_id, cancelled = false, sequence = a.sequence + 1, made_by = in_by, changed_at = in_at
    RETURNING a.* INTO held;
    outcome := 'done';
  END IF;
  appointment := held.id;
  sequence := held.sequence;
END;
$$;
