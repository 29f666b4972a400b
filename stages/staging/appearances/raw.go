// Package appearances knows tables of who played: the form in which
// lake/raw/lineups keeps them, and what their bytes say. Landing writes that
// folder and staging reads it; both need this package, neither needs the other.
// Everything here is a pure function of bytes.
package appearances

// Folder is the lake's folder of landed tables; each landing run adds one
// Parquet file of Raw rows.
const Folder = "raw/lineups"

// Source is the value of Raw's first column, and the source of a table that
// names none; Entity that of the second.
const (
	Source = "lineups"
	Entity = "lineups"
)

// Raw is one landed table, whole.
type Raw struct {
	Source    string `parquet:"source,dict"`
	Entity    string `parquet:"entity,dict"`
	ID        string `parquet:"id"`                                // the path under which it was landed
	FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"` // µs since 1970, UTC
	// Rating is the column that whoever landed the table called its rating;
	// empty means the column "rating", if there is one.
	Rating  string `parquet:"rating,dict"`
	SHA256  string `parquet:"sha256"`  // of the payload, hex
	Payload []byte `parquet:"payload"` // the bytes as received, compressed ones too
}
