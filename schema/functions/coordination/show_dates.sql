-- Dates ("2027-03-14") as letters show them, in the order given. outcome: ok.
CREATE OR REPLACE FUNCTION coordination_api.show_dates(in_token bytea, in_dates text[], OUT outcome text, OUT doc jsonb)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'ok', coalesce(jsonb_agg(to_char(d.day::date, 'FMMonth FMDD, YYYY') ORDER BY d.place), '[]')
  FROM unnest(in_dates) WITH ORDINALITY d (day, place);
$$;
