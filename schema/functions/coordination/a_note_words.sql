-- The registrar's reason for a refused duty, as a mark for the page; empty for one that the page has no words for.
CREATE OR REPLACE FUNCTION coordination_api.note_words(in_note text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN in_note IN ('sessions_open', 'window_open', 'rescues_waiting', 'late_saves', 'sheets_missing', 'small_group', 'unscored', 'not_taken_in', 'unmasked',
                               'unpacked', 'undecided', 'unapproved', 'unread_remarks', 'nothing_new', 'changed')
              THEN jsonb_build_object(in_note, true) ELSE '{}' END;
$$;
