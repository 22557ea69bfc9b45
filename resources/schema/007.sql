-- How often in a row the server closed the connection before it had read the body.

ALTER TABLE delivery ADD COLUMN early_closes INTEGER NOT NULL DEFAULT 0;
