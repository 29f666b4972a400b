-- Both tell of one fixture alike; of another only one source does.
insert into source_values by name
select fixture_id, field, source, source_id, value, timestamptz '2015-08-20 12:00:00Z' as landed_at
from (values
    ('E0/1516/Arsenal/Leeds/1', 'home_goals', 'footballdata', 'E0.csv', '2'), ('E0/1516/Arsenal/Leeds/1', 'home_goals', 'sportmonks', '9', '2'),
    ('E0/1516/Arsenal/Leeds/1', 'away_corners', 'sportmonks', '9', '4'), ('E0/1516/Leeds/Hull/1', 'home_goals', 'sportmonks', '8', '3')
) t(fixture_id, field, source, source_id, value);
