-- Both tell of one fixture: of one goal more, of another hour, and of the same shots.
insert into source_values by name
select 'E0/1516/Arsenal/Leeds/1' as fixture_id, field, source, source_id, value, timestamptz '2015-08-20 12:00:00Z' as landed_at
from (values
    ('home_goals', 'footballdata', 'E0.csv', '2'), ('home_goals', 'sportmonks', '9', '3'),
    ('home_shots', 'footballdata', 'E0.csv', '9'), ('home_shots', 'sportmonks', '9', '9'),
    ('kickoff', 'footballdata', 'E0.csv', '2015-08-15 14:00:00'), ('kickoff', 'sportmonks', '9', '2015-08-15 16:30:00'),
    ('away_corners', 'sportmonks', '9', '4')
) t(field, source, source_id, value);
