// Package warehouse stores what was predicted, bet, settled and earned, in one
// DuckDB file that jobs write in one short transaction each, and a published
// copy, analytics.duckdb, that people query.
package warehouse
