update scores set stated_outcome = 'A';
