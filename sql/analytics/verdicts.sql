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
with losses as (
    -- Decimals, because their sum does not depend on the order of the threads.
    select
        model_version, fixture_id, model, match_date, division, outcome, correct, [home_win_prob, draw_prob, away_win_prob] as probs,
        log_loss::decimal(18, 12) as log_loss, brier::decimal(18, 12) as brier
    from verdict_losses
),
groups as (
    -- A threshold that a group does not set is the gate's own.
    select
        model_version, g ->> 'name' as name, from_json(g -> 'divisions', '["VARCHAR"]') as divisions,
        coalesce(nullif((g ->> 'min_fixtures')::integer, 0), (gate ->> 'min_fixtures')::integer) as fewest,
        coalesce(nullif((g ->> 'log_loss')::double, 0), (gate ->> 'log_loss')::double) as log_loss,
        coalesce(nullif((g ->> 'brier')::double, 0), (gate ->> 'brier')::double) as brier,
        coalesce(nullif((g ->> 'accuracy')::double, 0), (gate ->> 'accuracy')::double) as accuracy,
        coalesce(nullif((g ->> 'calibration')::double, 0), (gate ->> 'calibration')::double, 1) as calibration
    from verdicts,
    lateral (select unnest(from_json(coalesce(gate -> 'groups', '[]'), '["JSON"]')) as g)
    union all
    select
        model_version, 'others', [], 0, (gate ->> 'log_loss')::double, (gate ->> 'brier')::double, (gate ->> 'accuracy')::double,
        coalesce((gate ->> 'calibration')::double, 1)
    from verdicts
),
trials as (
    -- The benchmark is the market, and for want of a price the base rates. Groups with too few fixtures are among the others.
    select
        c.model_version, c.fixture_id, c.match_date, c.outcome, c.log_loss, c.brier, c.correct, c.probs,
        c.log_loss - p.log_loss as difference, c.log_loss - m.log_loss as market_difference,
        coalesce(m.log_loss, b.log_loss) as bench_log_loss, coalesce(m.brier, b.brier) as bench_brier,
        coalesce(m.correct, b.correct) as bench_correct, coalesce(m.probs, b.probs) as bench_probs,
        case when count(*) over (partition by c.model_version, g.name) >= g.fewest then g.name else 'others' end as judged_group
    from losses c
    join losses b on (b.model_version, b.fixture_id, b.model) = (c.model_version, c.fixture_id, 'base_rate')
    left join losses m on (m.model_version, m.fixture_id, m.model) = (c.model_version, c.fixture_id, 'market')
    left join losses p on (p.model_version, p.fixture_id, p.model) = (c.model_version, c.fixture_id, 'champion')
    left join groups g on g.model_version = c.model_version and list_contains(g.divisions, c.division)
    where c.model = 'candidate'
),
bins as (
    -- What was said less what came, and the variance of that by chance, of each bin of each outcome.
    select
        model_version, judged_group, who, k, least(greatest(floor(p * 20), 0), 19) as bin,
        sum((p - (outcome = ['H', 'D', 'A'][k])::integer)::decimal(18, 15))::double as excess,
        sum((p * (1 - p))::decimal(18, 15))::double as variance
    from (
        select model_version, judged_group, who, outcome, k, said[k] as p
        from (
            select model_version, judged_group, outcome, 'candidate' as who, probs as said from trials
            union all
            select model_version, judged_group, outcome, 'benchmark', bench_probs from trials
        ), lateral (select unnest([1, 2, 3]) as k)
    )
    group by all
),
calibrations as (
    select
        model_version, judged_group,
        sum(abs(excess)) filter (who = 'candidate') / 3 as calibration,
        sum(abs(excess)) filter (who = 'benchmark') / 3 as bench_calibration,
        (sum(sqrt(2 * variance / pi())) filter (who = 'candidate')
         + 2.5 * sqrt(sum((1 - 2 / pi()) * variance) filter (who = 'candidate'))) / 3 as by_chance
    from bins
    group by model_version, judged_group
),
figures as (
    select
        model_version, judged_group, count(*) as fixtures, count(*) over (partition by model_version) as parts,
        sum(log_loss) / count(*) as log_loss, sum(brier) / count(*) as brier, sum(correct::integer) / count(*) as accuracy,
        sum(bench_log_loss) / count(*) as bench_log_loss, sum(bench_brier) / count(*) as bench_brier,
        sum(bench_correct::integer) / count(*) as bench_accuracy
    from trials
    group by model_version, judged_group
),
judged as (
    select
        f.model_version, f.judged_group, f.fixtures, f.log_loss, f.brier, f.accuracy, c.calibration / f.fixtures as calibration,
        case when f.bench_log_loss >= g.log_loss then f.bench_log_loss + (v.gate ->> 'loss_margin')::double else g.log_loss end as log_loss_limit,
        case when f.bench_brier >= g.brier then f.bench_brier + (v.gate ->> 'loss_margin')::double else g.brier end as brier_limit,
        case when f.bench_accuracy <= g.accuracy then f.bench_accuracy - (v.gate ->> 'accuracy_margin')::double else g.accuracy end as accuracy_limit,
        greatest(c.by_chance / f.fixtures,
                 case when c.bench_calibration / f.fixtures > g.calibration then c.bench_calibration / f.fixtures + (v.gate ->> 'loss_margin')::double
                      else g.calibration end) as calibration_limit
    from figures f
    join calibrations c using (model_version, judged_group)
    join groups g on (g.model_version, g.name) = (f.model_version, f.judged_group)
    join verdicts v on v.model_version = f.model_version
    -- Few others are not judged, unless they are all.
    where f.judged_group <> 'others' or f.parts = 1 or f.fixtures >= (v.gate ->> 'min_fixtures')::integer
),
days as (
    select
        model_version, rival, sum(difference) as above, count(*) as below,
        row_number() over (partition by model_version, rival order by match_date) - 1 as day,
        count(*) over (partition by model_version, rival) as days
    from (
        select model_version, 'champion' as rival, match_date, difference from trials where difference is not null
        union all
        select model_version, 'market', match_date, market_difference from trials where market_difference is not null
    )
    group by model_version, rival, match_date
),
numbers as (
    -- The same for all candidates of a seed.
    select seed, resample, slot, ('0x' || left(md5(seed || '/' || resample || '/' || slot), 15))::bigint as number
    from (select seed, max(resamples) as resamples, max(days) as slots from days join verdicts using (model_version) group by seed),
    lateral (select unnest(range(resamples)) as resample),
    lateral (select unnest(range(slots)) as slot)
),
means as (
    select s.model_version, s.rival, n.resample, sum(d.above) / sum(d.below) as mean
    from days s
    join verdicts v using (model_version)
    join numbers n on n.seed = v.seed and n.slot = s.day and n.resample < v.resamples
    join days d on (d.model_version, d.rival, d.day) = (s.model_version, s.rival, n.number % s.days)
    group by s.model_version, s.rival, n.resample
),
differences as (
    select d.model_version, d.rival, d.difference, quantile_cont(m.mean, 0.025) as low, quantile_cont(m.mean, 0.975) as high
    from (select model_version, rival, sum(above) / sum(below) as difference from days group by model_version, rival) d
    join means m using (model_version, rival)
    group by d.model_version, d.rival, d.difference
)
select
    v.model_version,
    j.judged_group,
    v.passed,
    j.log_loss < j.log_loss_limit and j.brier < j.brier_limit and j.accuracy > j.accuracy_limit
        and j.calibration <= j.calibration_limit as within_limits,
    coalesce(c.difference <= (v.gate ->> 'max_worse')::double and c.low <= 0, true) as not_worse,
    coalesce(m.high >= -(v.gate ->> 'max_better')::double, true) as believable,
    j.fixtures,
    round(j.log_loss, 6) as log_loss,
    round(j.log_loss_limit, 6) as log_loss_limit,
    round(j.brier, 6) as brier,
    round(j.brier_limit, 6) as brier_limit,
    round(j.accuracy, 6) as accuracy,
    round(j.accuracy_limit, 6) as accuracy_limit,
    round(j.calibration, 6) as calibration,
    round(j.calibration_limit, 6) as calibration_limit,
    round(c.difference, 6) as difference,
    round(c.low, 6) as difference_low,
    round(c.high, 6) as difference_high,
    round(m.difference, 6) as market_difference,
    round(m.low, 6) as market_low,
    round(m.high, 6) as market_high
from verdicts v
join judged j using (model_version)
left join differences c on c.model_version = v.model_version and c.rival = 'champion'
left join differences m on m.model_version = v.model_version and m.rival = 'market'
order by v.model_version, j.judged_group;
