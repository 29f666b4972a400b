UPDATE scores SET home_goals = 1, outcome = 'D';
