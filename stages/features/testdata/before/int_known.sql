-- int_known: How much of both sides' history was known at a fixture's as_of, as places
-- in int_team_history.
-- grain: fixture
-- inputs: int_matches, int_team_history
-- columns:
--   row_id                   of int_matches
--   games_{home,away}        fixtures of the side known at as_of; NULL if none
--   venue_games_{home,away}  home fixtures of the home side, away fixtures of the away side
--                            known at as_of; NULL if none
with overall as (select team_no, known_at, games from int_team_history where venue = 'all'),
at_home as (select team_no, known_at, games from int_team_history where venue = 'home'),
away as (select team_no, known_at, games from int_team_history where venue = 'away')
select
    m.row_id,
    h.games as games_home,
    a.games as games_away,
    hv.games as venue_games_home,
    av.games as venue_games_away
from int_matches m
asof left join overall h on h.team_no = m.home_no and h.known_at <= m.as_of
asof left join overall a on a.team_no = m.away_no and a.known_at <= m.as_of
asof left join at_home hv on hv.team_no = m.home_no and hv.known_at <= m.as_of
asof left join away av on av.team_no = m.away_no and av.known_at <= m.as_of
