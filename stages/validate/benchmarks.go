package validate

// Models that are scored beside our own.
const (
	Uniform     = "uniform"
	MarketPre   = "market_pre"
	MarketClose = "market_close"
)
