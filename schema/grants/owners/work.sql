-- What the rules of the work schema reach beyond it: how many responses there are of a category, never what they say, and whether
-- an administration's results are published.
REVOKE ALL ON ALL TABLES IN SCHEMA intake FROM work_data;
GRANT USAGE ON SCHEMA intake TO work_data;
GRANT SELECT (association_id, administration_id, category) ON intake.response TO work_data;
GRANT SELECT (association_id, administration_id, category) ON intake.small_group, intake.joined_group TO work_data;
GRANT USAGE ON SCHEMA result TO work_data;
GRANT SELECT (association_id, administration_id, state) ON result.release TO work_data;
