package warehouse

// Building is the suffix of a database that is not finished.
const Building = building

// Wal is the name of a database's log.
var Wal = wal

// CopiedTables are the tables that publishing copies from the warehouse.
func CopiedTables() (names []string) {
	for _, t := range copiedTables {
		names = append(names, t.name)
	}
	return names
}

// FailAt is a home whose methods call f at each of their failpoints.
func (h Home) FailAt(f func(point string)) Home {
	h.failpoint = f
	return h
}
