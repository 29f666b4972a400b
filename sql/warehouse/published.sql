-- published: makes the table that says of what a copy was made.
-- grain: table

create table published (
    source    varchar,
    name      varchar,
    content   varchar,
    row_count bigint,
    since     timestamptz
);
comment on table published is 'One row per thing of which this copy was made: what it lacks of the lake and the warehouse follows from that';
comment on column published.source is 'lake, warehouse, or copy: this file itself';
comment on column published.name is 'Staged table or table of the warehouse; generation: of the lake; last commit; program; made anew: the clock of the last run when this file was made from nothing';
comment on column published.content is 'Staged file; hash of the last row of a table of the warehouse that only grows; sum of the lake''s generation and of the program''s statements; commit''s number; clock, UTC';
comment on column published.row_count is 'Rows of the file or table; of made anew: how often the file was brought up to date since; else NULL';
comment on column published.since is 'When the earliest row of a staged file was known, UTC; NULL of all else, and where it is not known of each row';
