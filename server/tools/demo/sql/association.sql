SELECT a.code FROM staff.association a ORDER BY a.created_at, a.code;
