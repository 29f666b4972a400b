-- int_matches: Every fixture, played or not, with its result and statistics. The rows
-- are numbered in the order in which features are published. In a live run, whose clock
-- is the variable as_of, a fixture that has not kicked off is as of that clock.
-- grain: fixture
-- inputs: fixtures, scores, statistics
-- columns:
--   row_id                place in the order of (as_of, fixture_id), from 0
--   fixture_id            text, division/season/home/away/n
--   country               text, one system of linked divisions
--   division              text
--   season                text
--   level                 1 is the country's top division
--   match_date            the file's own date
--   kickoff               UTC; nominal if kickoff_known is false
--   kickoff_known         whether the file gave a time
--   home_team             spelling of the fixture's own row
--   away_team             likewise
--   home_team_id          identity, country/canonical name
--   away_team_id          likewise
--   as_of                 the moment whose knowledge the row may use
--   collected_at          when the fixture's prices are collected, which is as_of but in a
--                         live run
--   result_known_at       when the result was known, and the statistics if there are any;
--                         NULL if unplayed
--   home_goals            after 90 minutes; NULL if unplayed
--   away_goals            likewise
--   home_shots            count; NULL if missing
--   away_shots            likewise
--   home_shots_on_target  likewise
--   away_shots_on_target  likewise
--   home_corners          likewise
--   away_corners          likewise
--   home_red_cards        likewise
--   away_red_cards        likewise
--   home_no               place of the home team's identity in the alphabet, from 1: short, so
--                         quick to join by; nothing else may depend on it
--   away_no               of the away team's, likewise
-- checks:
--   a match is known at one moment and whole: statistics that a source corrects after its
--     first word delay the match, by staging's rule no longer than three hours after kick-off
with moments as (
    select * replace (if(kickoff > getvariable('as_of'), getvariable('as_of'), as_of) as as_of), as_of as collected_at
    from fixtures
),
teams as (
    select team_id, row_number() over (order by team_id)::integer as team_no
    from (select home_team_id as team_id from fixtures union select away_team_id from fixtures)
)
select
    row_number() over (order by f.as_of, f.fixture_id) - 1 as row_id,
    f.fixture_id,
    f.country,
    f.division,
    f.season,
    f.level::integer as level,
    f.match_date,
    f.kickoff,
    f.kickoff_known,
    f.home_team,
    f.away_team,
    f.home_team_id,
    f.away_team_id,
    f.as_of,
    f.collected_at,
    greatest(r.known_at, s.known_at) as result_known_at,
    r.home_goals,
    r.away_goals,
    s.home_shots,
    s.away_shots,
    s.home_shots_on_target,
    s.away_shots_on_target,
    s.home_corners,
    s.away_corners,
    s.home_red_cards,
    s.away_red_cards,
    home.team_no as home_no,
    away.team_no as away_no
from moments f
left join scores r on r.fixture_id = f.fixture_id
left join statistics s on s.fixture_id = r.fixture_id
left join teams home on home.team_id = f.home_team_id
left join teams away on away.team_id = f.away_team_id
order by row_id
