-- One approved response becomes a packet, with the accounts that are barred from it, as the registrar worked them out: allocation
-- needs no identity. The first packet of a small group that nobody decided to review alone notes that it had company. in_places: of the vignettes of its pages in the form. Who wrote it is known to bridge alone.
-- outcome: stored | present.
CREATE OR REPLACE FUNCTION registrar_api.put_packet(in_association uuid, in_administration uuid, in_intake uuid, in_attempt uuid,
                                                    in_packet uuid, in_category text, in_pages int, in_criteria int,
                                                    in_top_level int, in_sealed bytea, in_barred uuid[], in_form uuid, in_places int[],
                                                    OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO bridge.packet_link (association_id, packet_id, attempt_id)
  VALUES (in_association, in_packet, in_attempt) ON CONFLICT (association_id, attempt_id) DO NOTHING;
  outcome := CASE WHEN FOUND THEN 'stored' ELSE 'present' END;
  IF outcome = 'stored' THEN
    INSERT INTO review.packet (association_id, id, administration_id, category, pages, criteria, top_level, barred, state, sealed,
                               vignettes, places)
    VALUES (in_association, in_packet, in_administration, in_category, in_pages, in_criteria, in_top_level,
            in_barred, 'waiting', in_sealed,
            ARRAY(SELECT f.vignette_id FROM unnest(in_places) WITH ORDINALITY p (place, page)
                  JOIN bank.form_vignette f ON f.association_id = in_association AND f.form_id = in_form AND f.position = p.place
                  ORDER BY p.page), in_places);
    INSERT INTO intake.joined_group (association_id, administration_id, category)
    SELECT in_association, in_administration, in_category
    WHERE 5 > (SELECT count(*) FROM intake.response i WHERE i.association_id = in_association AND i.administration_id = in_administration
               AND i.category = in_category)
      AND NOT EXISTS (SELECT FROM intake.small_group d WHERE d.association_id = in_association
                      AND d.administration_id = in_administration AND d.category = in_category)
    ON CONFLICT DO NOTHING;
    PERFORM audit.append(in_association, 'registrar', NULL, 'packet.made', in_packet, '{}');
  END IF;
  UPDATE intake.response i SET state = 'packed'
  WHERE i.association_id = in_association AND i.id = in_intake AND i.state = 'approved';
END;
$$;
