-- Every market and result, 10.00 at 1.95 with 5 % commission; the home side won 2-1. Those named wrong are.
insert into bets from (
    select b.* replace (name as bet_id, v.market as market, v.selection as bet_outcome, v.line as line, v.result as result,
                        v.profit as profit_loss, 10.00 as stake, 1.95 as odds, 0 as tax)
    from bets b, (values
        ('over 2.5',       'total',    'over',  2.5,   'win',       9.02),
        ('over 3',         'total',    'over',  3,     'push',      0),
        ('over 3.25',      'total',    'over',  3.25,  'half_loss', -5),
        ('under 3.5',      'total',    'under', 3.5,   'win',       9.02),
        ('under 3.25',     'total',    'under', 3.25,  'half_win',  4.51),
        ('home -0.75',     'handicap', 'H',     -0.75, 'half_win',  4.51),
        ('home -1',        'handicap', 'H',     -1,    'push',      0),
        ('home -1.25',     'handicap', 'H',     -1.25, 'half_loss', -5),
        ('away +0.5',      'handicap', 'A',     -0.5,  'loss',      -10),
        ('away',           '1x2',      'A',     null,  'loss',      -10),
        ('wrong cent',     'total',    'over',  2.5,   'win',       9.03),
        ('wrong result',   'total',    'under', 2.5,   'win',       9.02),
        ('wrong half',     'handicap', 'H',     -1.25, 'half_win',  4.51)
    ) v(name, market, selection, line, result, profit)
    where b.bet_id = 'won'
);
