-- int_known: How much of both sides' history was known at a fixture's as_of, as places
-- in int_team_history.
-- grain: fixture
-- inputs: int_matches, int_team_history
-- columns:
--   row_id                         of int_matches
--   games_{home,away}              fixtures of the side known at as_of; NULL if none
--   venue_games_{home,away}        home fixtures of the home side, away fixtures of the away
--                                  side known at as_of; NULL if none
--   games_before_14_{home,away}    fixtures of the side known 14 days before kick-off
--   games_before_28_{home,away}    and 28 days before it
-- checks:
--   of fixtures that became known at one moment, the last counts: all of them are known
with known as (
    select team_id, venue, known_at, max(games) as games
    from int_team_history
    group by team_id, venue, known_at
),
overall as (select team_id, known_at, games from known where venue = 'all'),
at_home as (select team_id, known_at, games from known where venue = 'home'),
away as (select team_id, known_at, games from known where venue = 'away'),
asked as (
    select
        row_id, home_team_id, away_team_id, as_of,
        least(as_of, kickoff - interval 14 days) as before_14,
        least(as_of, kickoff - interval 28 days) as before_28
    from int_matches
)
select
    q.row_id,
    h.games as games_home,
    a.games as games_away,
    hv.games as venue_games_home,
    av.games as venue_games_away,
    h14.games as games_before_14_home,
    a14.games as games_before_14_away,
    h28.games as games_before_28_home,
    a28.games as games_before_28_away
from asked q
asof left join overall h on h.team_id = q.home_team_id and h.known_at <= q.as_of
asof left join overall a on a.team_id = q.away_team_id and a.known_at <= q.as_of
asof left join at_home hv on hv.team_id = q.home_team_id and hv.known_at <= q.as_of
asof left join away av on av.team_id = q.away_team_id and av.known_at <= q.as_of
asof left join overall h14 on h14.team_id = q.home_team_id and h14.known_at <= q.before_14
asof left join overall a14 on a14.team_id = q.away_team_id and a14.known_at <= q.before_14
asof left join overall h28 on h28.team_id = q.home_team_id and h28.known_at <= q.before_28
asof left join overall a28 on a28.team_id = q.away_team_id and a28.known_at <= q.before_28
