package warehouse

import "database/sql"

// Held keeps a home's warehouse open between the transactions of one process,
// most of which take less time than opening and closing it. Meanwhile no other
// process can open it. The zero value holds nothing yet.
type Held struct{ db *sql.DB }

// Close lets go of what is held; DuckDB's log is in the database file then.
// Holding begins again with the next transaction.
func (h *Held) Close() error {
	if h == nil || h.db == nil {
		return nil
	}
	db := h.db
	h.db = nil
	return db.Close()
}
