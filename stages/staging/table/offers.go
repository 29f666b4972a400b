package table

// Listing is a row of the table listings: what a source last said of a fixture that has
// no result.
type Listing struct {
	FixtureID    string `parquet:"fixture_id"`
	Source       string `parquet:"source,dict"`
	Kickoff      int64  `parquet:"kickoff,timestamp(microsecond)"`
	KickoffKnown bool   `parquet:"kickoff_known"`
	SeenAt       int64  `parquet:"seen_at,timestamp(microsecond)"`
	UnlistedAt   *int64 `parquet:"unlisted_at,optional,timestamp(microsecond)"`
}

// GonePrice is a row of the table gone_prices: a price before kick-off, of a fixture that
// has no result, which its source no longer shows.
type GonePrice struct {
	FixtureID string   `parquet:"fixture_id,dict"`
	Source    string   `parquet:"source,dict"`
	Bookmaker string   `parquet:"bookmaker,dict"`
	Market    string   `parquet:"market,dict"`
	Selection string   `parquet:"selection,dict"`
	Line      *float64 `parquet:"line,optional,dict"`
	Price     int32    `parquet:"price,decimal(4:9),dict"`
	KnownAt   int64    `parquet:"known_at,timestamp(microsecond)"`
	GoneAt    int64    `parquet:"gone_at,timestamp(microsecond)"`
}
