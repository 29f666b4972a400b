UPDATE fixtures SET match_date = '2015-08-08' WHERE fixture_id = 'E0/1516/Arsenal/Leeds/1';
