package files

// Reject is a row, or one cell of a row that was kept, that could not be used.
type Reject struct {
	Line   int // in the file, from 1; 0 for the whole file
	Reason string
	Detail string // the cell, or what else there is to say
	Row    string // as the file has it, decoded
}

// The reasons for which whole rows are rejected.
const (
	NoTeams        = "no_teams"
	UnreadableDate = "unreadable_date"
	NoDivision     = "no_division"
	NoSeason       = "no_season"
	RepeatedHeader = "repeated_header"
	Duplicate      = "duplicate_fixture" // found by staging
	UnreadableFile = "unreadable_file"   // found by staging
)

// The reasons for which cells of kept rows, and whole columns, are rejected.
const (
	UnreadableCell    = "unreadable_cell"
	CellWithoutColumn = "cell_without_column"
	UnknownColumn     = "unknown_column"
	PriceNotANumber   = "price_not_a_number"
	PriceNotAboveOne  = "price_not_above_one"
	PriceWithoutLine  = "price_without_line"
)

// Explain says what a reason means and what a person may do about it.
func Explain(reason string) string {
	switch reason {
	case NoTeams:
		return "the row lacks a team, or names one team twice; the row is not staged"
	case UnreadableDate:
		return "the date is neither dd/mm/yy nor dd/mm/yyyy; the row is not staged"
	case NoDivision:
		return "the row has no division in its Div column; the row is not staged"
	case NoSeason:
		return "the row has no season in its Season column; the row is not staged"
	case RepeatedHeader:
		return "the file's first row again, where files were pasted together; nothing is lost"
	case Duplicate:
		return "the file has the same two teams on the same date twice; the first row with a result is staged"
	case UnreadableFile:
		return "the landed file's first row is not understood any more; it stays in the lake"
	case UnreadableCell:
		return "the cell is not what its column holds; the rest of the row is staged"
	case CellWithoutColumn:
		return "the row has cells where the first row has no name; the rest of the row is staged"
	case UnknownColumn:
		return "nobody knows what this column holds; the other columns are staged"
	case PriceNotANumber:
		return "the price is not a number; the rest of the row is staged"
	case PriceNotAboveOne:
		return "no bookmaker pays less than the stake; the rest of the row is staged"
	case PriceWithoutLine:
		return "the price has no handicap beside it, or one that is no quarter of a goal; the rest of the row is staged"
	}
	return "see the column detail"
}
