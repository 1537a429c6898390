-- The only place that knows which attempt a code belongs to. Reachable by the registrar's intake and release, nobody else.
CREATE SCHEMA bridge AUTHORIZATION bridge_data;
SET ROLE bridge_data;

CREATE TABLE bridge.intake_link (
  association_id uuid NOT NULL,
  intake_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  PRIMARY KEY (association_id, intake_id),
  UNIQUE (association_id, attempt_id)
);

CREATE TABLE bridge.packet_link (
  association_id uuid NOT NULL,
  packet_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  PRIMARY KEY (association_id, packet_id),
  UNIQUE (association_id, attempt_id)
);
