-- The sides were put right since the bets; another match was awarded after it was settled.
update fixtures set home_team = 'Stoke', away_team = 'Arsenal' where fixture_id = 'E0/1516/Arsenal/Stoke/1';
update scores set home_goals = 1, away_goals = 2, outcome = 'A', stated_outcome = 'A';
insert into results values ('E0/1516/Arsenal/Leeds/1', '2015-08-15', 'Arsenal', 'Leeds', 0, 1, 'A', '2015-08-15 18:00:00Z', 'run');
update fixtures set state = 'awarded' where fixture_id = 'E0/1516/Arsenal/Leeds/1';
