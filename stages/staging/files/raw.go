// Package files knows the files of football-data.co.uk: the form in
// which lake/raw/footballdata keeps them, and what their bytes say. Landing
// writes that folder and staging reads it; both need this package, neither
// needs the other. Everything here is a pure function of bytes.
package files

// Folder is the lake's folder of landed files; each landing run adds one
// Parquet file of Raw rows.
const Folder = "raw/footballdata"

// The values of Raw's first two columns.
const (
	Source = "footballdata"
	Entity = "fixtures"
)

// Raw is one landed file, whole.
type Raw struct {
	Source    string `parquet:"source,dict"`
	Entity    string `parquet:"entity,dict"`
	ID        string `parquet:"id"`                                // the path under which it was landed
	FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"` // µs since 1970, UTC
	SHA256    string `parquet:"sha256"`                            // of the payload, hex
	Payload   []byte `parquet:"payload"`                           // the bytes as received
}
