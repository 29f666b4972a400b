-- Two countries of two divisions each, three seasons, eight clubs a division, one of
-- which goes up and one down between seasons. Everything is drawn from hashes, so that it
-- is the same every time. A third of the fixtures have no kick-off time; some statistics
-- and prices are missing and some prices absurd; the last fixtures are not played.
create macro drawn(what, n) as (hash(what) % n)::integer;
create macro club(season, place) as
    'club ' || if(season % 2 = 1 and place in (7, 8), 15 - place, place);
create table meetings as
select
    season, country, level,
    club(season, 8 * (level - 1) + home_place) as home,
    club(season, 8 * (level - 1) + away_place) as away,
    country || level || '/' || (2001 + season) || '/' || home || '/' || away || '/1' as fixture_id,
    date '2001-08-10' + (365 * season)::integer + drawn(fixture_id || 'day', 280) as match_date,
    drawn(fixture_id || 'time', 3) > 0 as kickoff_known
from range(3) s(season), (values ('Aland'), ('Bland')) c(country), range(1, 3) l(level),
    range(8) h(home_place), range(8) a(away_place)
where home_place <> away_place;
insert into fixtures
select
    fixture_id, country, country || level, level, (2001 + season)::varchar, match_date,
    match_date::timestamptz + interval 15 hours as kickoff, kickoff_known,
    home, away, country || '/' || home, country || '/' || away,
    kickoff - to_hours(2 + drawn(fixture_id || 'as of', 80)) as as_of,
    as_of - to_days(drawn(fixture_id || 'listed', 20))
from meetings;
insert into scores
select
    fixture_id, drawn(fixture_id || 'home', 4), drawn(fixture_id || 'away', 3),
    if(kickoff_known, kickoff + interval 3 hours, match_date::timestamptz + interval 30 hours) as known_at,
    known_at + to_hours(40 * (drawn(fixture_id || 'landed', 5) // 3))
from fixtures
where match_date < date '2004-04-01';
insert into statistics
select
    fixture_id, 5 + drawn(fixture_id || 'hs', 15), 4 + drawn(fixture_id || 'as', 12),
    1 + drawn(fixture_id || 'ht', 8), drawn(fixture_id || 'at', 7),
    nullif(drawn(fixture_id || 'hc', 12), 0), nullif(drawn(fixture_id || 'ac', 10), 0),
    drawn(fixture_id || 'hr', 9) // 8, drawn(fixture_id || 'ar', 8) // 7, known_at, landed_at
from scores
where drawn(fixture_id || 'told', 5) > 0;
insert into odds
select
    fixture_id, bookmaker, '1x2', selection, moment,
    case when drawn(fixture_id || bookmaker || selection || 'absurd', 100) = 0 then 1.01
         else fair / (1.03 + drawn(bookmaker, 5) / 100) * (0.98 + drawn(fixture_id || bookmaker || moment, 5) / 100) end,
    if(moment = 'pre_match', as_of, kickoff) as known_at,
    known_at + to_hours(20 * (drawn(fixture_id || 'priced', 3) // 2))
from fixtures f, (values ('Avg'), ('Max'), ('B365'), ('WH'), ('PS')) b(bookmaker),
    (values ('pre_match'), ('closing')) m(moment),
    (values ('H', 1), ('D', 2), ('A', 3)) s(selection, place),
    lateral (select [0.35 + drawn(f.fixture_id || 'fair', 30) / 100, 0.25, 0.4 - drawn(f.fixture_id || 'fair', 30) / 100] as probs),
    lateral (select 1 / probs[place] as fair)
where drawn(fixture_id || bookmaker || moment || 'quoted', 4) > 0;
