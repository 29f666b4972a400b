-- add_parts: adds to model_parts what the fixtures that were touched count for now, and
-- takes away what they counted for. Decimals add up exactly, so it does not matter in
-- which order.
-- grain: table
-- inputs: model_parts, parts_before, parts_now
create or replace temp table parts_changed as
select
    scope, model, part, side, bin,
    sum(n)::bigint as n, sum(said) as said, sum(came)::bigint as came, sum(log_loss) as log_loss, sum(brier) as brier, sum(rps) as rps, sum(hits)::bigint as hits
from (
    from parts_now
    union all
    select scope, model, part, side, bin, -n, -said, -came, -log_loss, -brier, -rps, -hits from parts_before
)
group by all;
create or replace temp table parts_summed as
select
    scope, model, part, side, bin,
    sum(n)::bigint as n, sum(said) as said, sum(came)::bigint as came, sum(log_loss) as log_loss, sum(brier) as brier, sum(rps) as rps, sum(hits)::bigint as hits
from (
    from model_parts semi join parts_changed using (scope, model, part, side, bin)
    union all
    from parts_changed
)
group by all;
delete from model_parts m using parts_changed c
where m.scope = c.scope and m.model = c.model and m.part = c.part and m.side = c.side and m.bin = c.bin;
insert into model_parts from parts_summed where n <> 0;
