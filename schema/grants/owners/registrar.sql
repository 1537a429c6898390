-- What the registrar's functions reach. The only owner with rights on bridge and bank_key.
REVOKE ALL ON ALL TABLES IN SCHEMA service, audit, staff, identity, bank, bank_key, work, intake, review, bridge, result FROM registrar_owner;
GRANT USAGE ON SCHEMA staff, bank, bank_key TO registrar_owner;

-- Import of a question bank.
GRANT SELECT (id, code) ON staff.association TO registrar_owner;
GRANT SELECT (association_id, id, code, revision, digest) ON bank.item, bank.vignette, bank.rubric TO registrar_owner;
GRANT SELECT (association_id, id, code, revision, digest, part) ON bank.form TO registrar_owner;
GRANT INSERT ON bank.item, bank.vignette, bank.rubric, bank.form, bank.form_item, bank.form_vignette, bank_key.item_key TO registrar_owner;
