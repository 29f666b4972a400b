-- rewind: takes back what the passes from the variable first_pass on wrote into
-- the books that runs decide by. Results stay: no run bets by them, and settling
-- writes only those that it finds otherwise. Of runs only when they last went
-- through is kept, since none goes back in time.

CREATE TEMP TABLE later AS
SELECT run_id, as_of
FROM passes
GROUP BY run_id, as_of
HAVING min(pass) >= getvariable('first_pass');

DELETE FROM predictions WHERE (run_id, as_of) IN (FROM later);
DELETE FROM model_predictions WHERE prediction_id NOT IN (SELECT prediction_id FROM predictions);
DELETE FROM market_predictions WHERE prediction_id NOT IN (SELECT prediction_id FROM predictions);
DELETE FROM market_predictions WHERE prediction_id NOT IN (SELECT prediction_id FROM predictions);
DELETE FROM skips WHERE prediction_id NOT IN (SELECT prediction_id FROM predictions);
DELETE FROM ledger WHERE (run_id, entry_time) IN (FROM later);
DELETE FROM lineup_updates WHERE update_time >= (SELECT as_of FROM passes WHERE pass = getvariable('first_pass'));
DELETE FROM bet_versions WHERE pass >= getvariable('first_pass');
DELETE FROM bets WHERE bet_id NOT IN (SELECT bet_id FROM bet_versions);

CREATE TEMP TABLE stood AS
FROM bet_versions
QUALIFY row_number() OVER (PARTITION BY bet_id ORDER BY pass DESC) = 1;

UPDATE bets SET
    stake = s.stake, odds = s.odds, expected_value = s.expected_value, status = s.status, actual_outcome = s.actual_outcome,
    result = s.result, profit_loss = s.profit_loss, settled_at = s.settled_at, closing_price = s.closing_price,
    closing_probability = s.closing_probability, clv = s.clv
FROM stood s
WHERE s.bet_id = bets.bet_id;

DELETE FROM placements WHERE bet_id NOT IN (SELECT bet_id FROM stood WHERE decision IS NOT NULL);
UPDATE placements SET
    decision = s.decision,
    price = CASE WHEN s.decision = 'confirmed' THEN s.odds END,
    stake = CASE WHEN s.decision = 'confirmed' THEN s.stake END
FROM stood s
WHERE s.bet_id = placements.bet_id;

DELETE FROM passes WHERE pass >= getvariable('first_pass');
DELETE FROM runs WHERE run_id NOT IN (SELECT run_id FROM passes);
UPDATE runs SET as_of = p.as_of
FROM (SELECT run_id, max(as_of) AS as_of FROM passes GROUP BY run_id) p
WHERE p.run_id = runs.run_id;

DROP TABLE stood;
DROP TABLE later;
