-- ledger: all movements of money. Decimals come as text, which loses nothing.
-- grain: entry
-- inputs: ledger
-- columns:
--   entry_id    entry
--   strategy    strategy whose account it moves
--   entry_time  UTC
--   kind        deposit, settlement, reversal or withdrawal
--   bet_id      bet settled; NULL for deposits and withdrawals
--   amount      money
--   run_id      run that wrote it
--   is_real     whether it is of the real account, else of the paper account
select entry_id, strategy, entry_time, kind, bet_id, amount::varchar as amount, run_id, account = 'real' as is_real
from ledger
order by entry_time, entry_id
