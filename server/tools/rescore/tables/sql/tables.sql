-- Unlogged: what is opened here is in no write-ahead log, and gone after a crash. No keys: twice the same outcome is a finding, not an
-- error. A script, made anew for each run; see judge_sheets and judge_packets.
CREATE UNLOGGED TABLE form_key (form uuid, letters text);
CREATE UNLOGGED TABLE sheet (id uuid, version int, form uuid, letters text, percent int);
CREATE UNLOGGED TABLE score (id uuid, version int, score int, max int, passed boolean, rule text, keys_fit boolean);
CREATE UNLOGGED TABLE packet (id uuid, decided boolean, rule text, pages int, criteria int, top_level int, percent int, near int,
                              tolerance int);
CREATE UNLOGGED TABLE review (packet uuid, seat int, cells text, levels int[], total int, committed boolean);
CREATE UNLOGGED TABLE decision (packet uuid, version text, rule text, fired text, passed boolean, totals int[], max int, cells int,
                                cells_apart int, mark int, mark_of int, percent int, near int, tolerance int);
