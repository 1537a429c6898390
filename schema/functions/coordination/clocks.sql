-- The page of one act on clocks: everybody on the board with a part whose clock it fits. outcome: as of board.
CREATE OR REPLACE FUNCTION coordination_api.clocks(in_token bytea, in_administration uuid, in_what text, in_at timestamptz,
                                                   OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  board jsonb;
BEGIN
  SELECT b.outcome, b.doc INTO clocks.outcome, board FROM coordination_api.board(in_token, in_administration, in_at) b;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  IF in_what NOT IN ('pause', 'resume') AND NOT (board->>'may_give')::boolean THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT jsonb_build_object('id', board->'id', 'title', board->'title', 'may_give', board->'may_give',
    'is', jsonb_build_object(in_what, true), 'anybody', count(*) > 0,
    'people', coalesce(jsonb_agg(p.one || jsonb_build_object('parts', f.parts)), '[]')) INTO doc
  FROM jsonb_array_elements(board->'people') p (one)
  CROSS JOIN LATERAL (SELECT jsonb_agg(q.part) AS parts FROM jsonb_array_elements(p.one->'parts') q (part)
                      WHERE q.part->'acts' ? in_what) f
  WHERE f.parts IS NOT NULL;
END;
$$;
