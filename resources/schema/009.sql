-- What a connection to a server has besides its address: TLS, limits, first statements, as a JSON object.

ALTER TABLE connection ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
