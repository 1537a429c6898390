SELECT f.association_id, f.form_id, k.item_id, k.sealed
FROM bank.form_item f
JOIN bank_key.item_key k ON k.association_id = f.association_id AND k.item_id = f.item_id
ORDER BY f.form_id, f.position
