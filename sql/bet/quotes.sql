-- quotes: the last pre-match quote of every bookmaker, line and selection of the
-- markets in the list $3 that had landed by $2, the run's clock, for the fixtures in
-- the list $1. Prices of the API have a path, which says when each was last seen and
-- whether it was stopped; those of files were seen when the file landed.
-- grain: fixture, bookmaker, market, line, selection
-- inputs: odds, quotes
-- columns:
--   place      place of the fixture in the list, from 1
--   bookmaker  publisher's letters or bookmaker's name, Avg and Max among them
--   market     1x2, total or handicap
--   line       goals line, or the home side's handicap; NULL for 1x2
--   selection  H, D, A, over or under
--   price      decimal price in ten-thousandths
--   known_at   when it was quoted
--   seen_at    when it was last seen offered, not after the clock
--   stopped    whether it was taken down
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, generate_subscripts($1::VARCHAR[], 1) AS place
)
SELECT wanted.place, o.bookmaker, o.market, o.line, o.selection, (o.price * 10000)::BIGINT AS price, o.known_at,
       least(coalesce(q.last_seen_at, o.landed_at), $2) AS seen_at,
       coalesce(q.stopped, false) AS stopped
FROM odds o
JOIN wanted USING (fixture_id)
LEFT JOIN quotes q
  ON q.fixture_id = o.fixture_id AND q.bookmaker = o.bookmaker AND q.market = o.market AND q.selection = o.selection
 AND q.line IS NOT DISTINCT FROM o.line
 AND q.known_at = o.known_at AND q.price = o.price AND q.landed_at = o.landed_at
WHERE list_contains($3::VARCHAR[], o.market) AND o.moment = 'pre_match' AND o.known_at <= $2 AND o.landed_at <= $2
QUALIFY row_number() OVER (PARTITION BY wanted.place, o.bookmaker, o.market, o.line, o.selection ORDER BY o.known_at DESC, o.landed_at DESC, o.price) = 1
ORDER BY wanted.place, o.bookmaker, o.market, o.line, o.selection;
