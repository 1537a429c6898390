-- When something arrived, on the clock that all rules use: a desk measures the instant over its anchor, and the shift of a
-- demo or test database is added here. Every function that takes an arrival passes it through this one first.
-- PL/pgSQL, because it keeps its plan: a function of plain SQL is parsed anew at every call.
CREATE OR REPLACE FUNCTION service.arrival(in_measured timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN in_measured + coalesce((SELECT t.shift FROM service.time_shift t), interval '0');
END;
$$;
