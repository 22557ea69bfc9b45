-- How a person looks at a query's rows: the columns' order, widths and pins, the chart. A JSON object.

ALTER TABLE query ADD COLUMN view TEXT NOT NULL DEFAULT '{}';
