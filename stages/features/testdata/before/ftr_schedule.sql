-- ftr_schedule: How rested both sides are, by the fixtures whose result was known at
-- as_of.
-- grain: fixture
-- inputs: int_matches, int_known, int_team_history
-- columns:
--   row_id                 of int_matches
--   rest_{home,away}       days from the side's last known fixture to this one, by kick-off;
--                          NULL before the side's first
--   played_14_{home,away}  fixtures of the side that became known in the 14 days before
--                          kick-off and by as_of; NULL before the side's first
--   played_28_{home,away}  likewise in 28 days
with overall as (select team_no, known_at, games, kickoff from int_team_history where venue = 'all'),
asked as (
    select
        m.row_id, m.kickoff, m.home_no, m.away_no, k.games_home, k.games_away,
        least(m.as_of, m.kickoff - interval 14 days) as before_14,
        least(m.as_of, m.kickoff - interval 28 days) as before_28
    from int_matches m
    join int_known k on k.row_id = m.row_id
)
select
    q.row_id,
    (epoch(q.kickoff) - epoch(h.kickoff)) / 86400 as rest_home,
    (epoch(q.kickoff) - epoch(a.kickoff)) / 86400 as rest_away,
    (q.games_home - coalesce(h14.games, 0))::double as played_14_home,
    (q.games_away - coalesce(a14.games, 0))::double as played_14_away,
    (q.games_home - coalesce(h28.games, 0))::double as played_28_home,
    (q.games_away - coalesce(a28.games, 0))::double as played_28_away
from asked q
left join overall h on h.team_no = q.home_no and h.games = q.games_home
left join overall a on a.team_no = q.away_no and a.games = q.games_away
asof left join overall h14 on h14.team_no = q.home_no and h14.known_at <= q.before_14
asof left join overall a14 on a14.team_no = q.away_no and a14.known_at <= q.before_14
asof left join overall h28 on h28.team_no = q.home_no and h28.known_at <= q.before_28
asof left join overall a28 on a28.team_no = q.away_no and a28.known_at <= q.before_28
order by q.row_id
