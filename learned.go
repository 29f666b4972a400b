package matchday

// LearnedFrom sums up the rows that models learned from.
type LearnedFrom struct {
	First       string         `json:"first"` // match dates
	Last        string         `json:"last"`
	Rows        int            `json:"rows"`        // fixtures with a result known at the as-of
	Divisions   map[string]int `json:"divisions"`   // rows by division
	Covered     map[string]int `json:"covered"`     // per cent of the rows that have a value, by feature
	Fingerprint string         `json:"fingerprint"` // SHA-256 of the rows, features included
}
