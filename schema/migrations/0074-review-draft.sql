-- What a reviewer types outlives the desk and the login: it is kept in the reviewer's browser until the desk has stored it.
SET ROLE review_data;

ALTER TABLE review.allocation ADD COLUMN draft_key bytea NOT NULL
  DEFAULT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')) CHECK (length(draft_key) = 32);
COMMENT ON COLUMN review.allocation.draft_key IS
  'Random. Given to this reviewer''s pages of this packet only; what they keep in a browser is sealed under it, so that whoever uses the '
  'same browser next can neither read nor send it. Opens nothing that is stored here.';
