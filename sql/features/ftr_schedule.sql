-- ftr_schedule: How rested both sides are, by the fixtures whose result was known at
-- as_of.
-- grain: fixture
-- inputs: int_matches, int_known, int_team_history
-- columns:
--   row_id                 of int_matches
--   rest_{home,away}       days from the side's last known fixture to this one, by kick-off;
--                          NULL before the side's first
--   played_14_{home,away}  fixtures of the side that became known in the 14 days before
--                          kick-off, as far as known at as_of; NULL before the side's first
--   played_28_{home,away}  likewise in 28 days
select
    m.row_id,
    (epoch(m.kickoff) - epoch(h.kickoff)) / 86400 as rest_home,
    (epoch(m.kickoff) - epoch(a.kickoff)) / 86400 as rest_away,
    (k.games_home - coalesce(k.games_before_14_home, 0))::double as played_14_home,
    (k.games_away - coalesce(k.games_before_14_away, 0))::double as played_14_away,
    (k.games_home - coalesce(k.games_before_28_home, 0))::double as played_28_home,
    (k.games_away - coalesce(k.games_before_28_away, 0))::double as played_28_away
from int_matches m
join int_known k on k.row_id = m.row_id
left join int_team_history h
    on h.team_id = m.home_team_id and h.venue = 'all' and h.games = k.games_home
left join int_team_history a
    on a.team_id = m.away_team_id and a.venue = 'all' and a.games = k.games_away
