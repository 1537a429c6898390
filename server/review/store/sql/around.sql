SELECT outcome, part, parts, number, responses, scored, before_code, before_page, after_code, after_page, onward_code, onward_page, stays
FROM review_api.around($1, $2, $3)
