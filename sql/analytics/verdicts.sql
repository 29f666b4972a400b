-- verdicts: what the gate said of each candidate, computed again from the losses stored with it.
-- A verdict can have reasons beside the losses (a narrower training range, say): then passed is
-- false though nothing here speaks against the candidate.
-- grain: candidate, group of divisions
-- inputs: verdicts, verdict_losses
-- columns:
--   model_version      candidate
--   judged_group       group of divisions with thresholds of its own; others: those of none
--   passed             whether the gate let the candidate through, as stored
--   within_limits      whether the group's four figures keep the limits, from the losses
--   not_worse          whether the candidate is not worse than the champion; true without one
--   believable         whether it does not beat the market by more than anybody can; true without prices
--   fixtures           fixtures of the group, count
--   log_loss           mean log loss, 0 upwards
--   log_loss_limit     it must stay below: the group's, or the benchmark's with the margin
--   brier              mean three-class Brier score, 0 to 2
--   brier_limit        it must stay below
--   accuracy           share whose most probable outcome came, 0 to 1
--   accuracy_limit     it must stay above
--   calibration        expected calibration error in 20 bins, mean of the three outcomes, 0 to 1
--   calibration_limit  it must not be above: the group's, the benchmark's with the margin, or chance's
--   difference         candidate's mean log loss less the champion's on the fixtures of both; NULL without one
--   difference_low     2.5 % point, drawing match days by MD5 of seed, resample and slot
--   difference_high    97.5 % point
--   market_difference  candidate's mean log loss less the market's on the fixtures with a price; NULL without any
--   market_low         2.5 % point
--   market_high        97.5 % point
WITH losses AS (
    -- Decimals, because their sum does not depend on the order of the threads.
    SELECT model_version, fixture_id, model, match_date, division, outcome, correct, [home_win_prob, draw_prob, away_win_prob] AS probs,
           log_loss::DECIMAL(18, 12) AS log_loss, brier::DECIMAL(18, 12) AS brier
    FROM verdict_losses
), groups AS (
    -- A threshold that a group does not set is the gate's own.
    SELECT model_version, g ->> 'name' AS name, from_json(g -> 'divisions', '["VARCHAR"]') AS divisions,
           coalesce(nullif((g ->> 'min_fixtures')::INTEGER, 0), (gate ->> 'min_fixtures')::INTEGER) AS fewest,
           coalesce(nullif((g ->> 'log_loss')::DOUBLE, 0), (gate ->> 'log_loss')::DOUBLE) AS log_loss,
           coalesce(nullif((g ->> 'brier')::DOUBLE, 0), (gate ->> 'brier')::DOUBLE) AS brier,
           coalesce(nullif((g ->> 'accuracy')::DOUBLE, 0), (gate ->> 'accuracy')::DOUBLE) AS accuracy,
           coalesce(nullif((g ->> 'calibration')::DOUBLE, 0), (gate ->> 'calibration')::DOUBLE, 1) AS calibration
    FROM verdicts,
    LATERAL (SELECT unnest(from_json(coalesce(gate -> 'groups', '[]'), '["JSON"]')) AS g)
    UNION ALL
    SELECT model_version, 'others', [], 0, (gate ->> 'log_loss')::DOUBLE, (gate ->> 'brier')::DOUBLE, (gate ->> 'accuracy')::DOUBLE,
           coalesce((gate ->> 'calibration')::DOUBLE, 1)
    FROM verdicts
), trials AS (
    -- The benchmark is the market, and for want of a price the base rates. Groups with too few fixtures are among the others.
    SELECT c.model_version, c.fixture_id, c.match_date, c.outcome, c.log_loss, c.brier, c.correct, c.probs,
           c.log_loss - p.log_loss AS difference, c.log_loss - m.log_loss AS market_difference,
           coalesce(m.log_loss, b.log_loss) AS bench_log_loss, coalesce(m.brier, b.brier) AS bench_brier,
           coalesce(m.correct, b.correct) AS bench_correct, coalesce(m.probs, b.probs) AS bench_probs,
           CASE WHEN count(*) OVER (PARTITION BY c.model_version, g.name) >= g.fewest THEN g.name ELSE 'others' END AS judged_group
    FROM losses c
    JOIN losses b ON (b.model_version, b.fixture_id, b.model) = (c.model_version, c.fixture_id, 'base_rate')
    LEFT JOIN losses m ON (m.model_version, m.fixture_id, m.model) = (c.model_version, c.fixture_id, 'market')
    LEFT JOIN losses p ON (p.model_version, p.fixture_id, p.model) = (c.model_version, c.fixture_id, 'champion')
    LEFT JOIN groups g ON g.model_version = c.model_version AND list_contains(g.divisions, c.division)
    WHERE c.model = 'candidate'
), bins AS (
    -- What was said less what came, and the variance of that by chance, of each bin of each outcome.
    SELECT model_version, judged_group, who, k, least(greatest(floor(p * 20), 0), 19) AS bin,
           sum((p - (outcome = ['H', 'D', 'A'][k])::INTEGER)::DECIMAL(18, 15))::DOUBLE AS excess,
           sum((p * (1 - p))::DECIMAL(18, 15))::DOUBLE AS variance
    FROM (
        SELECT model_version, judged_group, who, outcome, k, said[k] AS p
        FROM (
            SELECT model_version, judged_group, outcome, 'candidate' AS who, probs AS said FROM trials
            UNION ALL
            SELECT model_version, judged_group, outcome, 'benchmark', bench_probs FROM trials
        ), LATERAL (SELECT unnest([1, 2, 3]) AS k)
    )
    GROUP BY ALL
), calibrations AS (
    SELECT model_version, judged_group,
           sum(abs(excess)) FILTER (who = 'candidate') / 3 AS calibration,
           sum(abs(excess)) FILTER (who = 'benchmark') / 3 AS bench_calibration,
           (sum(sqrt(2 * variance / pi())) FILTER (who = 'candidate')
            + 2.5 * sqrt(sum((1 - 2 / pi()) * variance) FILTER (who = 'candidate'))) / 3 AS by_chance
    FROM bins
    GROUP BY model_version, judged_group
), figures AS (
    SELECT model_version, judged_group, count(*) AS fixtures, count(*) OVER (PARTITION BY model_version) AS parts,
           sum(log_loss) / count(*) AS log_loss, sum(brier) / count(*) AS brier, sum(correct::INTEGER) / count(*) AS accuracy,
           sum(bench_log_loss) / count(*) AS bench_log_loss, sum(bench_brier) / count(*) AS bench_brier,
           sum(bench_correct::INTEGER) / count(*) AS bench_accuracy
    FROM trials
    GROUP BY model_version, judged_group
), judged AS (
    SELECT f.model_version, f.judged_group, f.fixtures, f.log_loss, f.brier, f.accuracy, c.calibration / f.fixtures AS calibration,
           CASE WHEN f.bench_log_loss >= g.log_loss THEN f.bench_log_loss + (v.gate ->> 'loss_margin')::DOUBLE ELSE g.log_loss END AS log_loss_limit,
           CASE WHEN f.bench_brier >= g.brier THEN f.bench_brier + (v.gate ->> 'loss_margin')::DOUBLE ELSE g.brier END AS brier_limit,
           CASE WHEN f.bench_accuracy <= g.accuracy THEN f.bench_accuracy - (v.gate ->> 'accuracy_margin')::DOUBLE ELSE g.accuracy END AS accuracy_limit,
           greatest(c.by_chance / f.fixtures,
                    CASE WHEN c.bench_calibration / f.fixtures > g.calibration THEN c.bench_calibration / f.fixtures + (v.gate ->> 'loss_margin')::DOUBLE
                         ELSE g.calibration END) AS calibration_limit
    FROM figures f
    JOIN calibrations c USING (model_version, judged_group)
    JOIN groups g ON (g.model_version, g.name) = (f.model_version, f.judged_group)
    JOIN verdicts v ON v.model_version = f.model_version
    -- Few others are not judged, unless they are all.
    WHERE f.judged_group <> 'others' OR f.parts = 1 OR f.fixtures >= (v.gate ->> 'min_fixtures')::INTEGER
), days AS (
    SELECT model_version, rival, sum(difference) AS above, count(*) AS below,
           row_number() OVER (PARTITION BY model_version, rival ORDER BY match_date) - 1 AS day,
           count(*) OVER (PARTITION BY model_version, rival) AS days
    FROM (
        SELECT model_version, 'champion' AS rival, match_date, difference FROM trials WHERE difference IS NOT NULL
        UNION ALL
        SELECT model_version, 'market', match_date, market_difference FROM trials WHERE market_difference IS NOT NULL
    )
    GROUP BY model_version, rival, match_date
), numbers AS (
    -- The same for all candidates of a seed.
    SELECT seed, resample, slot, ('0x' || left(md5(seed || '/' || resample || '/' || slot), 15))::BIGINT AS number
    FROM (SELECT seed, max(resamples) AS resamples, max(days) AS slots FROM days JOIN verdicts USING (model_version) GROUP BY seed),
    LATERAL (SELECT unnest(range(resamples)) AS resample),
    LATERAL (SELECT unnest(range(slots)) AS slot)
), means AS (
    SELECT s.model_version, s.rival, n.resample, sum(d.above) / sum(d.below) AS mean
    FROM days s
    JOIN verdicts v USING (model_version)
    JOIN numbers n ON n.seed = v.seed AND n.slot = s.day AND n.resample < v.resamples
    JOIN days d ON (d.model_version, d.rival, d.day) = (s.model_version, s.rival, n.number % s.days)
    GROUP BY s.model_version, s.rival, n.resample
), differences AS (
    SELECT d.model_version, d.rival, d.difference, quantile_cont(m.mean, 0.025) AS low, quantile_cont(m.mean, 0.975) AS high
    FROM (SELECT model_version, rival, sum(above) / sum(below) AS difference FROM days GROUP BY model_version, rival) d
    JOIN means m USING (model_version, rival)
    GROUP BY d.model_version, d.rival, d.difference
)
SELECT v.model_version,
       j.judged_group,
       v.passed,
       j.log_loss < j.log_loss_limit AND j.brier < j.brier_limit AND j.accuracy > j.accuracy_limit
           AND j.calibration <= j.calibration_limit AS within_limits,
       coalesce(c.difference <= (v.gate ->> 'max_worse')::DOUBLE AND c.low <= 0, true) AS not_worse,
       coalesce(m.high >= -(v.gate ->> 'max_better')::DOUBLE, true) AS believable,
       j.fixtures,
       round(j.log_loss, 6) AS log_loss,
       round(j.log_loss_limit, 6) AS log_loss_limit,
       round(j.brier, 6) AS brier,
       round(j.brier_limit, 6) AS brier_limit,
       round(j.accuracy, 6) AS accuracy,
       round(j.accuracy_limit, 6) AS accuracy_limit,
       round(j.calibration, 6) AS calibration,
       round(j.calibration_limit, 6) AS calibration_limit,
       round(c.difference, 6) AS difference,
       round(c.low, 6) AS difference_low,
       round(c.high, 6) AS difference_high,
       round(m.difference, 6) AS market_difference,
       round(m.low, 6) AS market_low,
       round(m.high, 6) AS market_high
FROM verdicts v
JOIN judged j USING (model_version)
LEFT JOIN differences c ON c.model_version = v.model_version AND c.rival = 'champion'
LEFT JOIN differences m ON m.model_version = v.model_version AND m.rival = 'market'
ORDER BY v.model_version, j.judged_group;
