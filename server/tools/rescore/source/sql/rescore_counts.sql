-- About as many as there will be to judge: packets that were opened again are not left out here.
SELECT (SELECT count(*) FROM result.part1) AS sheets, (SELECT count(DISTINCT (association_id, packet_id)) FROM result.part2) AS packets
