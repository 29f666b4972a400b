#!/bin/bash
# Makes home.tar.zst with a program of before the settings had units (revision
# 0a85175): make.sh PROGRAM, in an empty folder. The archive lacks what the next
# landing makes anew: the tables that are staged, features, the published copy.
set -eu -o pipefail
program=$1
export MATCHDAY_HOME=home MATCHDAY_CONFIG=matchday.yaml
export SPORTMONKS_API_KEY=old SPORTMONKS_BASE_URL=http://127.0.0.1:18093/v3

cat > matchday.yaml <<'YAML'
lock_seconds: 45
staking: {kelly_fraction: 0.1, max_bet: 0.02, max_open: 0.6}
live: {price_age_hours: 1.5, confirm_minutes: 12}
train: {burn_in_seasons: 1, xgboost_every_days: 182}
gate: {window_days: 84}
strategies:
- {name: thresholds, rule: thresholds, min_edge: 0.02, min_home: 0.51, min_away: 0.50, draw_gap: 0.05, bankroll: "1000.00"}
- {name: value, rule: value, markets: [1x2, total, handicap], min_edge: 0.03, bankroll: "1000.00"}
YAML

"$program" simulator --now 2025-04-16T02:00:00Z --seasons 1 --listen 127.0.0.1:18093 --key old &
trap "kill $!" EXIT
sleep 3

# at TIME COMMAND … runs a command in April 2025, by whose clock the API answers.
at() {
	local now=2025-04-$1
	shift
	curl -sf -X PUT -d "{\"now\":\"$now\"}" http://127.0.0.1:18093/simulator/clock > /dev/null
	"$program" --now "$now" --log-level warn "$@"
}
first() { "$program" --now "2025-04-$1" bets list | awk '/ E[01]\// { print $1; exit }'; }

"$program" example write football-data
at 16T01:00:00Z land footballdata football-data
at 16T01:30:00Z land sportmonks --leagues 8 --from 2025-04-01 --to 2025-04-22
at 16T02:00:00Z weekly --force-deploy --why 'the first'
at 16T17:00:00Z hourly --hours 4
at 18T06:00:00Z hourly
at 18T06:10:00Z bets decline "$(first 18T06:10:00Z)"
at 18T06:20:00Z bets confirm --price 2.10 --stake 7.50 "$(first 18T06:20:00Z)"
at 18T12:00:00Z hourly --hours 8
at 18T18:00:00Z hourly --hours 3
at 18T18:05:00Z bankroll deposit --strategy value 100
for t in 18T18:15 18T18:45; do at $t:00Z lineups; done
for t in 18T20:30 18T21:00 18T21:30 19T00:00; do at $t:00Z settle; done
at 19T08:00:00Z hourly --hours 6
at 19T10:00:00Z hourly --hours 4
for t in 19T10:15 19T10:45 19T11:15 19T12:30; do at $t:00Z lineups; done
at 19T13:00:00Z hourly --hours 4
at 19T13:15:00Z lineups
at 19T13:30:00Z settle
at 19T14:00:00Z settle
at 19T15:30:00Z lineups
at 19T16:00:00Z settle
at 19T16:15:00Z hourly --hours 24
# The results of the weekend land; the bets on it are still open.
at 22T06:00:00Z land sportmonks --from 2025-04-18 --to 2025-04-22

tar --sort=name --mtime=2025-04-22 --owner=0 --group=0 --numeric-owner -c matchday.yaml home/warehouse.duckdb home/models home/lake/raw |
	zstd -q --ultra -22 --long=24 -o home.tar.zst
