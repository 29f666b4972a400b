-- verdicts: what the gate said of each candidate, computed again from the losses stored with it.
-- A verdict can have reasons beside the losses (a narrower training range, say): then passed is
-- false though nothing here speaks against the candidate.
-- grain: candidate
-- inputs: verdicts, verdict_losses
-- columns:
--   model_version    candidate
--   passed           whether the gate let it through, as stored
--   within_limits    whether log loss, Brier score and accuracy keep the limits, from the losses
--   not_worse        whether it is not worse than the champion, from the losses; true without one
--   fixtures         fixtures judged on, count
--   log_loss         mean log loss, 0 upwards
--   log_loss_limit   it must stay below: the gate's, or the benchmark's with the margin
--   brier            mean three-class Brier score, 0 to 2
--   brier_limit      it must stay below
--   accuracy         share whose most probable outcome came, 0 to 1
--   accuracy_limit   it must stay above
--   difference       mean log loss less the champion's on the fixtures of both; NULL without one
--   difference_low   2.5 % point, drawing match days by MD5 of seed, resample and slot
--   difference_high  97.5 % point
WITH losses AS (
    -- Decimals, because their sum does not depend on the order of the threads.
    SELECT model_version, fixture_id, model, match_date, correct,
           log_loss::DECIMAL(18, 12) AS log_loss, brier::DECIMAL(18, 12) AS brier
    FROM verdict_losses
), trials AS (
    -- The benchmark is the market, and for want of a price the base rates.
    SELECT c.model_version, c.match_date, c.log_loss, c.brier, c.correct, c.log_loss - p.log_loss AS difference,
           coalesce(m.log_loss, b.log_loss) AS bench_log_loss, coalesce(m.brier, b.brier) AS bench_brier,
           coalesce(m.correct, b.correct) AS bench_correct
    FROM losses c
    JOIN losses b ON (b.model_version, b.fixture_id, b.model) = (c.model_version, c.fixture_id, 'base_rate')
    LEFT JOIN losses m ON (m.model_version, m.fixture_id, m.model) = (c.model_version, c.fixture_id, 'market')
    LEFT JOIN losses p ON (p.model_version, p.fixture_id, p.model) = (c.model_version, c.fixture_id, 'champion')
    WHERE c.model = 'candidate'
), figures AS (
    SELECT model_version, count(*) AS fixtures,
           sum(log_loss) / count(*) AS log_loss, sum(brier) / count(*) AS brier, sum(correct::INT) / count(*) AS accuracy,
           sum(bench_log_loss) / count(*) AS bench_log_loss, sum(bench_brier) / count(*) AS bench_brier,
           sum(bench_correct::INT) / count(*) AS bench_accuracy
    FROM trials
    GROUP BY model_version
), limits AS (
    SELECT model_version,
           CASE WHEN bench_log_loss >= (gate ->> 'log_loss')::DOUBLE THEN bench_log_loss + (gate ->> 'loss_margin')::DOUBLE
                ELSE (gate ->> 'log_loss')::DOUBLE END AS log_loss_limit,
           CASE WHEN bench_brier >= (gate ->> 'brier')::DOUBLE THEN bench_brier + (gate ->> 'loss_margin')::DOUBLE
                ELSE (gate ->> 'brier')::DOUBLE END AS brier_limit,
           CASE WHEN bench_accuracy <= (gate ->> 'accuracy')::DOUBLE THEN bench_accuracy - (gate ->> 'accuracy_margin')::DOUBLE
                ELSE (gate ->> 'accuracy')::DOUBLE END AS accuracy_limit
    FROM figures
    JOIN verdicts USING (model_version)
), days AS (
    SELECT model_version, sum(difference) AS above, count(*) AS below,
           row_number() OVER (PARTITION BY model_version ORDER BY match_date) - 1 AS day,
           count(*) OVER (PARTITION BY model_version) AS days
    FROM trials
    WHERE difference IS NOT NULL
    GROUP BY model_version, match_date
), draws AS (
    SELECT d.model_version, r.resample,
           ('0x' || left(md5(v.seed || '/' || r.resample || '/' || d.day), 15))::BIGINT % d.days AS day
    FROM days d
    JOIN verdicts v USING (model_version),
    LATERAL (SELECT unnest(range(v.resamples)) AS resample) r
), means AS (
    SELECT model_version, resample, sum(above) / sum(below) AS mean
    FROM draws
    JOIN days USING (model_version, day)
    GROUP BY model_version, resample
), differences AS (
    SELECT d.model_version, d.difference, quantile_cont(m.mean, 0.025) AS low, quantile_cont(m.mean, 0.975) AS high
    FROM (SELECT model_version, sum(above) / sum(below) AS difference FROM days GROUP BY model_version) d
    JOIN means m USING (model_version)
    GROUP BY d.model_version, d.difference
)
SELECT v.model_version,
       v.passed,
       f.log_loss < l.log_loss_limit AND f.brier < l.brier_limit AND f.accuracy > l.accuracy_limit AS within_limits,
       coalesce(d.difference <= (v.gate ->> 'max_worse')::DOUBLE AND d.low <= 0, true) AS not_worse,
       f.fixtures,
       round(f.log_loss, 6) AS log_loss,
       round(l.log_loss_limit, 6) AS log_loss_limit,
       round(f.brier, 6) AS brier,
       round(l.brier_limit, 6) AS brier_limit,
       round(f.accuracy, 6) AS accuracy,
       round(l.accuracy_limit, 6) AS accuracy_limit,
       round(d.difference, 6) AS difference,
       round(d.low, 6) AS difference_low,
       round(d.high, 6) AS difference_high
FROM verdicts v
JOIN figures f USING (model_version)
JOIN limits l USING (model_version)
LEFT JOIN differences d USING (model_version)
ORDER BY v.model_version;
