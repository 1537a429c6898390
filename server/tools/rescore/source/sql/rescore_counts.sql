SELECT (SELECT count(*) FROM result.part1) AS sheets, (SELECT count(DISTINCT (association_id, packet_id)) FROM result.part2) AS packets
