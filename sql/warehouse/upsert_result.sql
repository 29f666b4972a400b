-- upsert_result: writes the result of a fixture, in the place of an earlier one.
-- grain: fixture
-- inputs: results
insert into results (fixture_id, match_date, home_team, away_team, home_score, away_score, actual_outcome, result_time, run_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (fixture_id) do update set
    match_date = excluded.match_date,
    home_score = excluded.home_score,
    away_score = excluded.away_score,
    actual_outcome = excluded.actual_outcome,
    result_time = excluded.result_time,
    run_id = excluded.run_id
