SELECT (SELECT count(*) FROM result.part1) AS sheets, (SELECT count(*) FROM result.part2) AS packets
