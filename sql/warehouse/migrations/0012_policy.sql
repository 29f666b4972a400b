-- +goose Up
-- Bets are placed by believed probabilities, and a commit says by which rules it
-- placed them.

alter table bets add column model_probability double;
alter table bets add column sharp_probability double;
comment on column bets.probability is 'Believed probability of the selection, 0 to 1: the model''s and the sharp price''s, pooled; on whole and quarter lines of the share of the stake that is decided, so that expected_value is decided × (probability × odds − 1) before commission and tax';
comment on column bets.model_probability is 'The model''s part of probability, 0 to 1; NULL for bets of rules 1, whose probability it is';
comment on column bets.sharp_probability is 'The sharp price''s part of probability, without margin, 0 to 1; NULL for bets of rules 1';
comment on column bets.expected_value is 'Expected profit per unit staked at the believed probability, after commission and tax';

comment on column skips.reason is 'rule not met, no score matrix, no belief, no sharp price, no price, stale price, price stopped, price outlier, no edge, already bet, better selection, stake below minimum, open limit, outcome limit, match limit or total limit; docs/betting.md says what each means';

alter table commits add column rules integer default 1;
comment on column commits.rules is 'Number of the rules of betting that the program had; replay compares the bets of its own rules alone';

-- +goose Down
alter table commits drop column rules;
alter table bets drop column sharp_probability;
alter table bets drop column model_probability;
