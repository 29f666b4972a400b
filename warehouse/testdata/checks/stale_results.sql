update scores set home_goals = 1, outcome = 'D';
