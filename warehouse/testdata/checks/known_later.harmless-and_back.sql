update results set result_time = result_time - interval 2 day, match_date = match_date - 2;
