package files

// Reject is a row, or one cell of a row that was kept, that could not be used.
type Reject struct {
	Line   int // in the file, from 1; 0 for the whole file
	Reason string
	Detail string // the cell, or what else there is to say
	Row    string // as the file has it, decoded

	division string // of a row that was read, and belongs to no season
}

// The reasons for which whole rows are rejected. Explain says what each means.
const (
	NoTeams        = "no_teams"
	UnreadableDate = "unreadable_date"
	NoDivision     = "no_division"
	NoSeason       = "no_season"
	RepeatedHeader = "repeated_header"
	Duplicate      = "duplicate_fixture" // found by staging
	UnreadableFile = "unreadable_file"   // found by staging
	CutRow         = "cut_row"
	RowTooLong     = "row_too_long"

	DateOutsideSeason  = "date_outside_season"
	ResultBeforeItsDay = "result_before_its_day"
	SecondDate         = "second_date"
	Withdrawn          = "withdrawn"
	ClubRespelled      = "club_respelled" // no row: a note
)

// The reasons for which cells of kept rows, and whole columns, are rejected.
const (
	UnreadableCell    = "unreadable_cell"
	CellWithoutColumn = "cell_without_column"
	UnknownColumn     = "unknown_column"
	PriceNotANumber   = "price_not_a_number"
	PriceNotAboveOne  = "price_not_above_one"
	PriceWithoutLine  = "price_without_line"
	OpenQuote         = "open_quote" // of a whole row where cells are too many or too few
	UnknownDivision   = "unknown_division"
	MoreRejects       = "more_rejects"
)

// explanations say what the reasons mean.
var explanations = map[string]string{
	NoTeams:        "the row lacks a team, has what is no name for one, or names one team twice, in one spelling or two; the row is not staged",
	UnreadableDate: "the date is none of dd/mm/yyyy, dd/mm/yy and yyyy-mm-dd, or of no year from 1970 to 2099; the row is not staged",
	NoDivision:     "the row has no division in its Div column; the row is not staged",
	NoSeason:       "the row has no season in its Season column; the row is not staged",
	RepeatedHeader: "the file's first row again, where files were pasted together; nothing is lost",
	Duplicate:      "the file has the same two teams on the same date twice; the first row with a result is staged",
	UnreadableFile: "the landed file's first row is not understood any more; it stays in the lake",

	DateOutsideSeason:  "the date lies months away from the season of the rows beside it, or years from its label, or a coming fixture's nearly a year from its landing: a mistyped year; the row is not staged until a file has it right",
	ResultBeforeItsDay: "a result of a day after the file landed: the date is mistyped, or the clock was wrong; the row is not staged",
	SecondDate:         "the file lists one match on two dates; the row with a result is staged, else the one with the later date",
	Withdrawn:          "the newest file of the season lacks this row, which an older one has; it is not staged, and its bets become void",
	ClubRespelled:      "a newer file of the season spells a club anew; its fixtures keep the older spelling's identity; if it is one club, add the spelling to stages/staging/files/aliases.csv, so that other seasons know it too",

	UnreadableCell:    "the cell is not what its column holds; the rest of the row is staged",
	CellWithoutColumn: "the row has cells where the first row has no name; the rest of the row is staged",
	UnknownColumn:     "nobody knows what this column holds; the other columns are staged",
	CutRow:            "the file ends in this row, without a line end: it was cut; the row is not staged, land the whole file",
	RowTooLong:        "the row is longer than 65,536 bytes; it is not staged",
	OpenQuote:         "a quote opens and never closes; the row is staged only if it has as many cells as the first row",
	UnknownDivision:   "nobody knows this division; its rows are staged under this name, which may be another's misspelt",
	MoreRejects:       "so many further rows and cells of the file could not be used; only the first 50,000 are listed",
	PriceNotANumber:   "the price is not a number; the rest of the row is staged",
	PriceNotAboveOne:  "no bookmaker pays less than the stake; the rest of the row is staged",
	PriceWithoutLine:  "the price has no handicap beside it, or one that is no quarter of a goal; the rest of the row is staged",
}

// Explain says what a reason means; "" of one that this package does not give.
func Explain(reason string) string { return explanations[reason] }
