-- The score of a settled bet is corrected two days later, and the bet won as before.
update runs set kind = 'live';
insert into runs from (select * replace ('correction' as run_id, timestamptz '2015-08-10 18:30:00Z' as as_of) from runs);
update results set home_score = 3, result_time = '2015-08-10 18:00:00Z', run_id = 'correction';
update scores set home_goals = 3;
