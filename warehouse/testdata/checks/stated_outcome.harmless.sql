-- A source that gives no letter.
update scores set stated_outcome = null;
