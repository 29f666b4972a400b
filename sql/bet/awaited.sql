-- awaited: the divisions and seasons of those fixtures in the list $1 that kicked off
-- after $2 and until $3.
-- grain: division and season
-- inputs: fixtures
-- columns:
--   division  division's code
--   season    season's label
select distinct division, season
from fixtures
where list_contains($1::varchar[], fixture_id) and kickoff > $2 and kickoff <= $3
order by division, season;
