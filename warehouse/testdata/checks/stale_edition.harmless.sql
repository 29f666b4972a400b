-- A file that was the newest when it landed, and one that lacks a few days.
insert into editions by name
select 'E0' as division, '1516' as season, file, 'sum' as sha256, landed_at, last_result, stale, winner
from (values ('whole.csv', timestamptz '2016-06-01 00:00:00Z', date '2016-05-17', false, true),
             ('days.csv', timestamptz '2016-06-02 00:00:00Z', date '2016-05-11', false, false),
             ('first.csv', timestamptz '2015-09-01 00:00:00Z', date '2015-08-30', true, false)) v(file, landed_at, last_result, stale, winner);
