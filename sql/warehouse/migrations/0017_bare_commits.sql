-- +goose Up
-- A run that wrote nothing but its own row and its commit publishes nothing: the copy is not
-- older because it lacks such a commit.

alter table commits add column bare boolean default false;
comment on column commits.bare is 'Whether the run wrote nothing but this row and its own of runs; the copy has both from the next publishing on';

-- +goose Down
alter table commits drop column bare;
