update fixtures set match_date = '2015-08-08' where fixture_id = 'E0/1516/Arsenal/Leeds/1';
