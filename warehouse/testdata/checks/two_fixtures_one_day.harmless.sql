-- Two on days in a row, and a second one that was withdrawn.
update fixtures set match_date = '2015-08-09' where fixture_id = 'E0/1516/Arsenal/Leeds/1';
update fixtures set match_date = '2015-08-08', state = 'deleted' where fixture_id = 'E0/1516/Hull/Stoke/1';
