-- verdicts: what the gate said of each candidate, computed again from the losses stored with it.
-- A verdict can have reasons beside the losses (a narrower training range, say): then passed is
-- false though nothing here speaks against the candidate. Of versions that judged fixtures with and
-- without a price together (benchmark is both), the stored figures are shown.
-- grain: candidate, group of divisions, benchmark
-- inputs: verdicts, verdict_groups, verdict_losses, verdict_divergences
-- columns:
--   model_version      candidate
--   judged_group       group of divisions with thresholds of its own; others: those of none
--   benchmark          market: the fixtures with a price; base_rate: those without; both: judged together
--   passed             whether the gate let the candidate through, as stored
--   within_limits      whether the part's figures keep the limits: calibration as it is, the others within chance
--   not_behind         whether it is not too far behind the benchmark; NULL where benchmark is both
--   not_worse          whether the candidate is not worse than the champion; true without one
--   believable         whether it does not beat the market by more than anybody can; true without prices
--   alike              whether forecasts of every division keep the bound on divergence; true without any
--   fixtures           fixtures of the part, count
--   excess             mean log loss less the benchmark's; a fixture counts at most 0.3 either way, but in full above 2
--   excess_low         0.5 % point, drawing match days by MD5 of seed, resample and slot
--   excess_high        99.5 % point
--   excess_max         the excess must not be above
--   log_loss           mean log loss, 0 upwards
--   log_loss_low       2.5 % point
--   log_loss_limit     its 2.5 % point must not be above: the group's, or the benchmark's if that is higher
--   brier              mean three-class Brier score, 0 to 2
--   brier_low          2.5 % point
--   brier_limit        its 2.5 % point must not be above
--   accuracy           share whose most probable outcome came, 0 to 1
--   accuracy_high      97.5 % point
--   accuracy_limit     its 97.5 % point must not be below: the group's, or the benchmark's if that is lower
--   calibration        expected calibration error in 20 bins, mean of the three outcomes, 0 to 1
--   calibration_limit  it must not be above: the group's, 0.01 above the benchmark's, or chance's
--   difference         candidate's mean log loss less the champion's on the fixtures of both; NULL without one
--   difference_low     2.5 % point
--   difference_high    97.5 % point
--   market_difference  candidate's mean log loss less the market's on the fixtures with a price; NULL without any
--   market_low         2.5 % point
--   market_high        97.5 % point
--   divergence         largest mean divergence of a division from the champion's forecasts, nats; NULL without a champion
--   serving_divergence the same of what would serve from what was judged; NULL where it was not compared
with new_verdicts as (
    select * from verdicts v where not exists (from verdict_groups g where g.model_version = v.model_version and g.benchmark = 'both')
),
losses as (
    -- Decimals, because their sum does not depend on the order of the threads.
    select
        model_version, fixture_id, model, match_date, division, outcome, correct, [home_win_prob, draw_prob, away_win_prob] as probs,
        log_loss::decimal(18, 12) as log_loss, brier::decimal(18, 12) as brier
    from verdict_losses
    semi join new_verdicts using (model_version)
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
    from new_verdicts,
    lateral (select unnest(from_json(coalesce(gate -> 'groups', '[]'), '["JSON"]')) as g)
    union all
    select
        model_version, 'others', [], 0, (gate ->> 'log_loss')::double, (gate ->> 'brier')::double, (gate ->> 'accuracy')::double,
        coalesce((gate ->> 'calibration')::double, 1)
    from new_verdicts
),
trials as (
    -- The benchmark is the market, and for want of a price the base rates. Groups with too few fixtures are among the others.
    select
        c.model_version, c.fixture_id, c.match_date, c.division, c.outcome, c.log_loss, c.brier, c.correct, c.probs,
        p.probs as champion_probs, s.probs as serving_probs,
        c.log_loss - p.log_loss as difference, c.log_loss - m.log_loss as market_difference,
        if(m.log_loss is null, 'base_rate', 'market') as benchmark,
        coalesce(m.log_loss, b.log_loss) as bench_log_loss, coalesce(m.brier, b.brier) as bench_brier,
        coalesce(m.correct, b.correct) as bench_correct, coalesce(m.probs, b.probs) as bench_probs,
        case when count(*) over (partition by c.model_version, g.name) >= g.fewest then g.name else 'others' end as judged_group
    from losses c
    join losses b on (b.model_version, b.fixture_id, b.model) = (c.model_version, c.fixture_id, 'base_rate')
    left join losses m on (m.model_version, m.fixture_id, m.model) = (c.model_version, c.fixture_id, 'market')
    left join losses p on (p.model_version, p.fixture_id, p.model) = (c.model_version, c.fixture_id, 'champion')
    left join losses s on (s.model_version, s.fixture_id, s.model) = (c.model_version, c.fixture_id, 'serving')
    left join groups g on g.model_version = c.model_version and list_contains(g.divisions, c.division)
    where c.model = 'candidate'
),
bins as (
    -- What was said less what came, and the variance of that by chance, of each bin of each outcome.
    select
        model_version, judged_group, benchmark, who, k, least(greatest(floor(p * 20), 0), 19) as bin,
        sum((p - (outcome = ['H', 'D', 'A'][k])::integer)::decimal(18, 15))::double as excess,
        sum((p * (1 - p))::decimal(18, 15))::double as variance
    from (
        select model_version, judged_group, benchmark, who, outcome, k, said[k] as p
        from (
            select model_version, judged_group, benchmark, outcome, 'candidate' as who, probs as said from trials
            union all
            select model_version, judged_group, benchmark, outcome, 'benchmark', bench_probs from trials
        ), lateral (select unnest([1, 2, 3]) as k)
    )
    group by all
),
calibrations as (
    select
        model_version, judged_group, benchmark,
        sum(abs(excess)) filter (who = 'candidate') / 3 as calibration,
        sum(abs(excess)) filter (who = 'benchmark') / 3 as bench_calibration,
        (sum(sqrt(2 * variance / pi())) filter (who = 'candidate')
         + 3.2 * sqrt(sum((1 - 2 / pi()) * variance) filter (who = 'candidate'))) / 3 as by_chance
    from bins
    group by model_version, judged_group, benchmark
),
figures as (
    select
        model_version, judged_group, benchmark, count(*) as fixtures, count(distinct match_date) as days,
        sum(count(*)) over (partition by model_version, judged_group) as in_group,
        sum(log_loss) / count(*) as log_loss, sum(brier) / count(*) as brier, sum(correct::integer) / count(*) as accuracy,
        sum(bench_log_loss) / count(*) as bench_log_loss, sum(bench_brier) / count(*) as bench_brier,
        sum(bench_correct::integer) / count(*) as bench_accuracy
    from trials
    group by model_version, judged_group, benchmark
),
judged as (
    select
        f.model_version, f.judged_group, f.benchmark, f.fixtures, f.days, f.log_loss, f.brier, f.accuracy, c.calibration / f.fixtures as calibration,
        greatest(g.log_loss, f.bench_log_loss) as log_loss_limit, greatest(g.brier, f.bench_brier) as brier_limit,
        least(g.accuracy, f.bench_accuracy) as accuracy_limit,
        greatest(g.calibration, c.by_chance / f.fixtures, c.bench_calibration / f.fixtures + 0.01) as calibration_limit,
        (v.gate ->> 'max_excess')::double * sqrt(greatest(1, 300 / f.fixtures)) as excess_max, (v.gate ->> 'sure_excess')::double as excess_sure
    from figures f
    join calibrations c using (model_version, judged_group, benchmark)
    join groups g on (g.model_version, g.name) = (f.model_version, f.judged_group)
    join new_verdicts v on v.model_version = f.model_version
    -- Few others are not judged, unless they are all.
    where f.judged_group <> 'others' or f.in_group >= (v.gate ->> 'min_fixtures')::integer
        or not exists (from figures o where o.model_version = f.model_version and o.judged_group <> 'others')
    -- Nor are parts of fewer than fifty, unless all are.
    qualify f.fixtures >= 50 or max(f.fixtures) over (partition by f.model_version) < 50
),
days as (
    -- Slices of the window, each with its sums by day: the fixtures of both rivals, and the parts.
    select
        model_version, slice, sum(difference) as difference, sum(log_loss) as log_loss, sum(brier) as brier, sum(correct) as correct, count(*) as fixtures,
        row_number() over (partition by model_version, slice order by match_date) - 1 as day,
        count(*) over (partition by model_version, slice) as days
    from (
        select model_version, 'champion' as slice, match_date, difference, log_loss, brier, correct::integer as correct from trials where difference is not null
        union all
        select model_version, 'market', match_date, market_difference, log_loss, brier, correct::integer from trials where market_difference is not null
        union all
        select model_version, judged_group || '/' || benchmark, match_date,
            if(log_loss - bench_log_loss > 2, log_loss - bench_log_loss, greatest(-0.3, least(0.3, log_loss - bench_log_loss))), log_loss, brier, correct::integer
        from trials
    )
    group by model_version, slice, match_date
),
numbers as (
    -- The same for all candidates of a seed.
    select seed, resample, slot, ('0x' || left(md5(seed || '/' || resample || '/' || slot), 15))::bigint as number
    from (select seed, max(resamples) as resamples, max(days) as slots from days join new_verdicts using (model_version) group by seed),
    lateral (select unnest(range(resamples)) as resample),
    lateral (select unnest(range(slots)) as slot)
),
means as (
    select
        s.model_version, s.slice, n.resample, sum(d.difference) / sum(d.fixtures) as difference, sum(d.log_loss) / sum(d.fixtures) as log_loss,
        sum(d.brier) / sum(d.fixtures) as brier, sum(d.correct) / sum(d.fixtures) as accuracy
    from days s
    join new_verdicts v using (model_version)
    join numbers n on n.seed = v.seed and n.slot = s.day and n.resample < v.resamples
    join days d on (d.model_version, d.slice, d.day) = (s.model_version, s.slice, n.number % s.days)
    group by s.model_version, s.slice, n.resample
),
intervals as (
    select
        d.model_version, d.slice, d.difference, quantile_cont(m.difference, 0.025) as low, quantile_cont(m.difference, 0.975) as high,
        quantile_cont(m.difference, 0.005) as low_99, quantile_cont(m.difference, 0.995) as high_99,
        quantile_cont(m.log_loss, 0.025) as log_loss_low, quantile_cont(m.brier, 0.025) as brier_low, quantile_cont(m.accuracy, 0.975) as accuracy_high
    from (select model_version, slice, sum(difference) / sum(fixtures) as difference from days group by model_version, slice) d
    join means m using (model_version, slice)
    group by d.model_version, d.slice, d.difference
),
divergences as (
    -- How far the candidate lies from the champion, and what would serve from the candidate; none of fewer than twenty fixtures.
    select
        d.model_version, bool_and(d.divergence <= b.bound) as alike, max(d.divergence) filter (d.against = 'champion') as divergence,
        max(d.divergence) filter (d.against = 'serving') as serving_divergence
    from (
        select model_version, 'champion' as against, division, avg(p[1] * ln(p[1] / q[1]) + p[2] * ln(p[2] / q[2]) + p[3] * ln(p[3] / q[3])) as divergence
        from (select model_version, division, champion_probs as p, probs as q from trials where champion_probs is not null)
        group by model_version, division
        having count(*) >= 20
        union all
        select model_version, 'serving', division, avg(p[1] * ln(p[1] / q[1]) + p[2] * ln(p[2] / q[2]) + p[3] * ln(p[3] / q[3]))
        from (select model_version, division, probs as p, serving_probs as q from trials where serving_probs is not null)
        group by model_version, division
        having count(*) >= 20
    ) d
    join verdict_divergences b using (model_version, against, division)
    group by d.model_version
)
select
    v.model_version,
    j.judged_group,
    j.benchmark,
    v.passed,
    j.calibration <= j.calibration_limit
        and (j.days < 8 or i.log_loss_low <= j.log_loss_limit and i.brier_low <= j.brier_limit and i.accuracy_high >= j.accuracy_limit) as within_limits,
    i.difference <= j.excess_max and (j.days < 8 or i.low_99 <= j.excess_sure) as not_behind,
    coalesce(c.difference <= (v.gate ->> 'max_worse')::double and c.low <= 0, true) as not_worse,
    coalesce(m.high >= -(v.gate ->> 'max_better')::double, true) as believable,
    coalesce(d.alike, true) as alike,
    j.fixtures,
    round(i.difference, 6) as excess,
    round(i.low_99, 6) as excess_low,
    round(i.high_99, 6) as excess_high,
    round(j.excess_max, 6) as excess_max,
    round(j.log_loss, 6) as log_loss,
    round(i.log_loss_low, 6) as log_loss_low,
    round(j.log_loss_limit, 6) as log_loss_limit,
    round(j.brier, 6) as brier,
    round(i.brier_low, 6) as brier_low,
    round(j.brier_limit, 6) as brier_limit,
    round(j.accuracy, 6) as accuracy,
    round(i.accuracy_high, 6) as accuracy_high,
    round(j.accuracy_limit, 6) as accuracy_limit,
    round(j.calibration, 6) as calibration,
    round(j.calibration_limit, 6) as calibration_limit,
    round(c.difference, 6) as difference,
    round(c.low, 6) as difference_low,
    round(c.high, 6) as difference_high,
    round(m.difference, 6) as market_difference,
    round(m.low, 6) as market_low,
    round(m.high, 6) as market_high,
    round(d.divergence, 6) as divergence,
    round(d.serving_divergence, 6) as serving_divergence
from new_verdicts v
join judged j using (model_version)
join intervals i on i.model_version = v.model_version and i.slice = j.judged_group || '/' || j.benchmark
left join intervals c on c.model_version = v.model_version and c.slice = 'champion'
left join intervals m on m.model_version = v.model_version and m.slice = 'market'
left join divergences d on d.model_version = v.model_version
union all by name
select
    v.model_version, g.judged_group, g.benchmark, v.passed,
    g.log_loss < g.log_loss_limit and g.brier < g.brier_limit and g.accuracy > g.accuracy_limit and g.calibration <= g.calibration_limit as within_limits,
    coalesce(v.difference <= (v.gate ->> 'max_worse')::double and v.difference_low <= 0, true) as not_worse,
    coalesce(v.market_high >= -(v.gate ->> 'max_better')::double, true) as believable,
    true as alike, g.fixtures, round(g.log_loss, 6) as log_loss, round(g.log_loss_limit, 6) as log_loss_limit, round(g.brier, 6) as brier,
    round(g.brier_limit, 6) as brier_limit, round(g.accuracy, 6) as accuracy, round(g.accuracy_limit, 6) as accuracy_limit,
    round(g.calibration, 6) as calibration, round(g.calibration_limit, 6) as calibration_limit,
    round(v.difference, 6) as difference, round(v.difference_low, 6) as difference_low, round(v.difference_high, 6) as difference_high,
    round(v.market_difference, 6) as market_difference, round(v.market_low, 6) as market_low, round(v.market_high, 6) as market_high
from verdicts v
join verdict_groups g on g.model_version = v.model_version and g.benchmark = 'both'
order by model_version, judged_group, benchmark desc;
