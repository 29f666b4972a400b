UPDATE scores SET stated_outcome = 'A';
