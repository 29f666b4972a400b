-- empty_league: a division of which nothing has landed a month after its new
-- season was to begin.
-- grain: division
-- inputs: seasons, fixtures, scores
-- severity: warning
-- hint: look whether the plan still has the league and whether its number or code is still the same; land its season, or leave the division out of what is predicted
-- columns:
--   division     division's code
--   last_season  latest season of which anything has landed
--   ended        last match date of it
--   expected     when the new one was to begin, a year after the last one did
WITH known AS (
    SELECT max(match_date) AS day FROM fixtures JOIN scores USING (fixture_id)
), latest AS (
    SELECT division, season, first_date, last_date
    FROM seasons
    -- A season that landed from its middle on does not tell when it began.
    WHERE last_date >= first_date + 180
    QUALIFY row_number() OVER (PARTITION BY division ORDER BY first_date DESC, season DESC) = 1
)
SELECT division, season AS last_season, last_date AS ended, first_date + 364 AS expected
FROM latest CROSS JOIN known
-- What has been silent for longer than a season is known to be over.
WHERE known.day BETWEEN first_date + 364 + 30 AND first_date + 364 + 300
  AND NOT EXISTS (FROM seasons s WHERE s.division = latest.division AND s.first_date > latest.last_date)
ORDER BY division;
