-- The won bet is paid a cent too much and twice; the other strategy owes money.
insert into ledger values
    ('settlement/2/won', 'value', '2015-08-09 18:00:00Z', 'settlement', 'won', 0.01, 'run', 'paper'),
    ('withdrawal/1/thresholds', 'thresholds', '2015-08-09 18:00:00Z', 'withdrawal', null, -5, 'run', 'paper');
