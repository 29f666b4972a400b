-- scored: What each model, each market group and the public baseline said of the
-- fixtures that a table of quality is made of: those of its divisions and seasons with a
-- result and a complete pre-match book of both the publisher's average and Bet365. Where
-- the baseline knows a division and season, its fixtures without a prediction of it are
-- left out.
-- grain: fixture, market group, model
-- inputs: wanted, fixtures, scores, odds, baselines, predictions
-- columns:
--   fixture_id  text
--   division    publisher's letters
--   match_date  date
--   outcome     H, D or A
--   grp         market group, off, past or on; empty for the baseline
--   model       as the backtest writes it, or penaltyblog
--   p_home      probability of the home win
--   p_draw      of the draw
--   p_away      of the away win
with books as (
    select fixture_id
    from odds
    where market = '1x2' and moment = 'pre_match' and bookmaker in ('Avg', 'B365') and price > 1
    group by fixture_id
    having count(distinct (bookmaker, selection)) = 6
),
covered as (
    select distinct div, season from baselines
),
chosen as (
    select f.fixture_id, f.division, f.match_date, s.outcome, b.p_home, b.p_draw, b.p_away
    from fixtures f
    semi join books using (fixture_id)
    join wanted w on w.division = f.division and w.season = f.season
    join scores s using (fixture_id)
    left join covered c on c.div = f.division and c.season = f.season
    left join baselines b
        on b.div = f.division and b.season = f.season and b.date = f.match_date
        and b.home = f.home_team and b.away = f.away_team
    where s.outcome is not null and (c.div is null or b.p_home is not null)
)
select fixture_id, division, match_date, outcome, grp, model, p.p_home, p.p_draw, p.p_away
from chosen
join predictions p using (fixture_id)
union all
select fixture_id, division, match_date, outcome, '', 'penaltyblog', p_home, p_draw, p_away
from chosen
where p_home is not null
order by match_date, fixture_id, grp, model
