-- +goose Up
-- A transaction of a live run is called a commit.

alter table passes rename to commits;
alter table commits rename column pass to commit_no;
comment on table commits is 'One row per transaction in which a live run wrote to the warehouse, numbered in their order; a run may write more than once';
comment on column commits.commit_no is 'Number, counted from 1 without gaps';
comment on column commits.as_of is 'The run''s clock: the commit used nothing known or landed later, UTC';
comment on column commits.staged is 'Fingerprint of the raw files that were staged when the run read them; NULL if it read none';

alter table bet_versions rename column pass to commit_no;
comment on table bet_versions is 'One row per bet and commit that placed or changed it: what bets and placements said of it from then on';
comment on column bet_versions.commit_no is 'Commit that placed or changed it; 0 for what stood there before commits were numbered';

-- +goose Down
comment on column bet_versions.commit_no is 'Pass that placed or changed it; 0 for what stood there before passes were numbered';
comment on table bet_versions is 'One row per bet and pass that placed or changed it: what bets and placements said of it from then on';
alter table bet_versions rename column commit_no to pass;
comment on column commits.staged is 'Fingerprint of the raw files that were staged when the pass read them; NULL if it read none';
comment on column commits.as_of is 'The pass''s clock: it used nothing known or landed later, UTC';
comment on column commits.commit_no is 'Number, counted from 1 without gaps';
comment on table commits is 'One row per transaction of a live run on the books, numbered in their order; a run may go through its slot more than once';
alter table commits rename column commit_no to pass;
alter table commits rename to passes;
