-- int_rating_input: What the sequential computations read: every fixture with its
-- result, its statistics and the consensus of the market at both moments.
-- grain: fixture
-- inputs: int_matches, int_consensus
-- columns:
--   row_id                              of int_matches
--   fixture_id                          likewise
--   country                             likewise
--   division                            likewise
--   season                              likewise
--   level                               likewise
--   match_date                          likewise
--   kickoff                             likewise
--   kickoff_known                       likewise
--   home_team                           likewise
--   away_team                           likewise
--   home_team_id                        likewise
--   away_team_id                        likewise
--   as_of                               likewise
--   collected_at                        likewise
--   result_known_at                     likewise
--   {home,away}_goals                   likewise
--   {home,away}_shots                   likewise
--   {home,away}_shots_on_target         likewise
--   {home,away}_corners                 likewise
--   {home,away}_red_cards               likewise
--   pre_{home,draw,away}                int_consensus of moment pre_match
--   close_{home,draw,away}              int_consensus of moment closing
--   bench_pre_{home,draw,away}          its published prices of moment pre_match, or the
--                                       consensus where nobody publishes an average
--   bench_close_{home,draw,away}        its published prices of moment closing, likewise
select
    m.row_id,
    m.fixture_id,
    m.country,
    m.division,
    m.season,
    m.level,
    m.match_date,
    m.kickoff,
    m.kickoff_known,
    m.home_team,
    m.away_team,
    m.home_team_id,
    m.away_team_id,
    m.as_of,
    m.collected_at,
    m.result_known_at,
    m.home_goals::double as home_goals,
    m.away_goals::double as away_goals,
    m.home_shots::double as home_shots,
    m.away_shots::double as away_shots,
    m.home_shots_on_target::double as home_shots_on_target,
    m.away_shots_on_target::double as away_shots_on_target,
    m.home_corners::double as home_corners,
    m.away_corners::double as away_corners,
    m.home_red_cards::double as home_red_cards,
    m.away_red_cards::double as away_red_cards,
    p.home as pre_home,
    p.draw as pre_draw,
    p.away as pre_away,
    c.home as close_home,
    c.draw as close_draw,
    c.away as close_away,
    if(p.published_home is null, p.home, p.published_home) as bench_pre_home,
    if(p.published_home is null, p.draw, p.published_draw) as bench_pre_draw,
    if(p.published_home is null, p.away, p.published_away) as bench_pre_away,
    if(c.published_home is null, c.home, c.published_home) as bench_close_home,
    if(c.published_home is null, c.draw, c.published_draw) as bench_close_draw,
    if(c.published_home is null, c.away, c.published_away) as bench_close_away
from int_matches m
left join int_consensus p on p.row_id = m.row_id and p.moment = 'pre_match'
left join int_consensus c on c.row_id = m.row_id and c.moment = 'closing'
order by m.row_id
