-- What is wrong with granting this, {"field", "reason"}; NULL: nothing. What the table's constraints hold, said in time.
CREATE OR REPLACE FUNCTION coordination_api.grant_fault(in_kind text, in_documents text, in_minutes int[], in_parts smallint[],
                                                        in_late_unexplained boolean) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN in_kind NOT IN ('esl', 'time', 'breaks') AND in_minutes <> '{0,0}' THEN '{"field": "part1_minutes", "reason": "bad_number"}'
    WHEN in_minutes[1] > 0 AND NOT 1 = ANY (in_parts) THEN '{"field": "part1_minutes", "reason": "bad_number"}'
    WHEN in_minutes[2] > 0 AND NOT 2 = ANY (in_parts) THEN '{"field": "part2_minutes", "reason": "bad_number"}'
    WHEN in_kind IN ('esl', 'time', 'breaks') AND in_minutes = '{0,0}'
      THEN jsonb_build_object('field', CASE WHEN 1 = ANY (in_parts) THEN 'part1_minutes' ELSE 'part2_minutes' END,
                              'reason', 'minutes_missing')
    WHEN NOT (in_documents = 'seen' OR (in_documents = 'not_needed' AND (
               in_kind IN ('dictionary', 'display', 'date')
               OR (in_kind = 'esl' AND in_minutes[1] <= 60 AND in_minutes[2] <= 60))))
      THEN '{"field": "documents", "reason": "documents_needed"}'
    WHEN in_late_unexplained AND in_kind <> 'date' THEN '{"field": "late_reason", "reason": "late_reason_needed"}'
    END;
$$;
