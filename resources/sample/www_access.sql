-- The sample database: 5,000 requests as a shop's web server might have logged them. The same on every computer:
-- "random" numbers come from a linear congruence, one draw for each column.

BEGIN;

CREATE TABLE www_access (
  time    INTEGER,
  user    TEXT,
  host    TEXT,
  path    TEXT,
  referer TEXT,
  code    TEXT,
  agent   TEXT,
  size    INTEGER,
  method  TEXT
);

CREATE TEMP TABLE word (kind TEXT, place INTEGER, value TEXT, PRIMARY KEY (kind, place));
INSERT INTO word VALUES
  ('user', 0, 'amelia'), ('user', 1, 'björn'), ('user', 2, 'chiara'), ('user', 3, 'dmitri'), ('user', 4, 'zoë'),
  ('user', 5, 'farid'), ('user', 6, '花子'), ('user', 7, 'o''brien'),
  ('section', 0, 'books'), ('section', 1, 'electronics'), ('section', 2, 'garden'), ('section', 3, 'kitchen'),
  ('section', 4, 'music'), ('section', 5, 'office'), ('section', 6, 'sports'), ('section', 7, 'toys'),
  ('search', 0, 'café crème'), ('search', 1, 'grüner Tee'), ('search', 2, 'desk lamp'), ('search', 3, '自転車'),
  ('search', 4, '24" monitor'), ('search', 5, 'jeans 34/32'), ('search', 6, 'piñata 🎉'), ('search', 7, 'AA batteries'),
  ('referer', 0, 'https://www.example.com/'), ('referer', 1, 'https://search.example.net/?q=shop'),
  ('referer', 2, 'https://news.example.org/articles/2026/01/gifts'), ('referer', 3, '-'), ('referer', 4, '-'),
  ('referer', 5, 'https://blog.example.org/'), ('referer', 6, NULL), ('referer', 7, '-'),
  ('agent', 0, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'),
  ('agent', 1, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15'),
  ('agent', 2, 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0'),
  ('agent', 3, 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'),
  ('agent', 4, 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'),
  ('agent', 5, 'ExampleBot/2.1 (+https://bot.example.net/about)'),
  ('agent', 6, 'curl/8.11.0'),
  ('agent', 7, 'ShopApp/5.2 "Aurora" (tablet; de-DE)');

INSERT INTO www_access
WITH RECURSIVE
  draw (n, time, r) AS (
    SELECT 1, 1767225600, 20260101
    UNION ALL
    SELECT n + 1, time + 1 + (r / 65536) % 150, (r * 1103515245 + 12345) % 2147483648
    FROM draw
    WHERE n < 5000
  ),
  dice AS (
    SELECT n, time,
           (r * 69069 + 1) % 2147483648 / 65536 AS a,
           (r * 1664525 + 7) % 2147483648 / 65536 AS b,
           (r * 22695477 + 13) % 2147483648 / 65536 AS c,
           (r * 214013 + 29) % 2147483648 / 65536 AS d,
           -- 2 failures and 17 missing pages, spread over the whole log
           CASE WHEN n IN (1234, 4321) THEN '500' WHEN n % 294 = 100 THEN '404' ELSE '200' END AS code
    FROM draw
  )
SELECT
  time,
  CASE WHEN a % 3 = 0 THEN (SELECT value FROM word WHERE kind = 'user' AND place = b % 8) END,
  -- 100.64.0.0/10 (RFC 6598) is nobody's own
  printf('100.%d.%d.%d', 64 + a % 64, b % 256, 1 + c % 254),
  CASE
    WHEN code = '500' THEN '/cart/checkout'
    WHEN code = '404' THEN printf('/old/catalogue-%d.html', 1990 + c % 30)
    WHEN d % 10 = 0 THEN '/'
    WHEN d % 10 < 4 THEN '/category/' || (SELECT value FROM word WHERE kind = 'section' AND place = c % 8)
    WHEN d % 10 < 8 THEN
      printf('/item/%s/%d', (SELECT value FROM word WHERE kind = 'section' AND place = c % 8), 1000 + b % 4000)
    ELSE '/search?q=' || (SELECT value FROM word WHERE kind = 'search' AND place = a % 8)
  END,
  (SELECT value FROM word WHERE kind = 'referer' AND place = c / 8 % 8),
  code,
  (SELECT value FROM word WHERE kind = 'agent' AND place = d / 16 % 8),
  CASE code WHEN '200' THEN 180 + (a * 37 + b) % 60000 WHEN '404' THEN 512 ELSE 0 END,
  CASE WHEN code = '500' OR b % 23 = 0 THEN 'POST' WHEN b % 41 = 0 THEN 'HEAD' ELSE 'GET' END
FROM dice;

DROP TABLE word;

COMMIT;
