-- features: One row for every fixture, played or not, as of its own as_of: who plays
-- whom and when, the label once it is known, and after these the columns of the feature
-- groups ftr_*, in the order of the joins below. All of them hold one row a fixture,
-- sorted by row_id, and are laid side by side, which needs no hashing and no sort of the
-- wide rows; the conditions on row_id drop a fixture that they disagree on, and the
-- stage refuses to publish fewer rows than fixtures.
-- grain: fixture
-- inputs: int_matches, sequential, ftr_form, ftr_venue, ftr_rating, ftr_table,
-- ftr_schedule, ftr_h2h, ftr_base, ftr_past, ftr_market, ftr_lineup
-- columns:
--   fixture_id       text, division/season/home/away/n
--   country          text, one system of linked divisions
--   division         text
--   season           text
--   level            1 is the country's top division
--   match_date       the file's own date
--   kickoff          UTC; nominal if kickoff_known is false
--   kickoff_known    whether the file gave a time
--   home_team        spelling of the fixture's own row
--   away_team        likewise
--   home_team_id     identity, country/canonical name
--   away_team_id     likewise
--   as_of            the moment whose knowledge the row uses
--   result_known_at  when the result was known; NULL if unplayed
--   home_goals       after 90 minutes; NULL if unplayed
--   away_goals       likewise
--   home_mix         goals, shots on target, shots and corners of the side in this very
--                    fixture, in goals: a label, not a feature; NULL if unplayed
--   away_mix         likewise
select
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
    m.result_known_at,
    m.home_goals::double as home_goals,
    m.away_goals::double as away_goals,
    s.home_mix,
    s.away_mix,
    form.* exclude (row_id),
    venue.* exclude (row_id),
    rating.* exclude (row_id),
    league.* exclude (row_id),
    schedule.* exclude (row_id),
    h2h.* exclude (row_id),
    base.* exclude (row_id),
    past.* exclude (row_id),
    market.* exclude (row_id),
    lineup.* exclude (row_id)
from int_matches m
positional join sequential s
positional join ftr_form form
positional join ftr_venue venue
positional join ftr_rating rating
positional join ftr_table league
positional join ftr_schedule schedule
positional join ftr_h2h h2h
positional join ftr_base base
positional join ftr_past past
positional join ftr_market market
positional join ftr_lineup lineup
where s.row_id = m.row_id
  and form.row_id = m.row_id
  and venue.row_id = m.row_id
  and rating.row_id = m.row_id
  and league.row_id = m.row_id
  and schedule.row_id = m.row_id
  and h2h.row_id = m.row_id
  and base.row_id = m.row_id
  and past.row_id = m.row_id
  and market.row_id = m.row_id
  and lineup.row_id = m.row_id
