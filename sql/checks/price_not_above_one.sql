-- price_not_above_one: a price of one or less in a landed file; staging keeps the row's other values.
-- grain: rejected value
-- inputs: rejected
-- severity: warning
-- hint: nothing to do: the price was left out; a corrected file lands like any other
-- columns:
--   file    file's name when it was landed
--   line    line in the file, from 1
--   detail  column and value
select file, line, detail
from rejected
where reason = 'price_not_above_one'
order by file, line, detail;
