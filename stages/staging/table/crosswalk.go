package table

// Crosswalk says the canonical name of a source's league, season, team or
// fixture, and why.
type Crosswalk struct {
	Entity      string  `parquet:"entity,dict"`
	Source      string  `parquet:"source,dict"`
	SourceID    string  `parquet:"source_id"`
	CanonicalID string  `parquet:"canonical_id"`
	How         string  `parquet:"how,dict"`
	Score       float64 `parquet:"score"`
	LandedAt    int64   `parquet:"landed_at,timestamp(microsecond)"`
}

// Ambiguous is what the crosswalk did not decide.
type Ambiguous struct {
	Entity     string   `parquet:"entity,dict"`
	Source     string   `parquet:"source,dict"`
	SourceID   string   `parquet:"source_id"`
	Candidates []string `parquet:"candidates,list"`
	Reason     string   `parquet:"reason,dict"`
}

// Name is a name under which a source told of a league or a team: an id
// whose names have nothing in common may have changed its meaning.
type Name struct {
	Entity      string `parquet:"entity,dict"`
	Source      string `parquet:"source,dict"`
	SourceID    string `parquet:"source_id"`
	Name        string `parquet:"name"`
	FirstSeenAt int64  `parquet:"first_seen_at,timestamp(microsecond)"`
	LastSeenAt  int64  `parquet:"last_seen_at,timestamp(microsecond)"`
}
