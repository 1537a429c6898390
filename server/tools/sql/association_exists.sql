SELECT EXISTS (SELECT FROM staff.association a WHERE a.code = $1::text) AS yes
