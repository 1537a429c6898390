SELECT outcome, position, item_id, sealed FROM candidate_api.form_items($1, $2)
