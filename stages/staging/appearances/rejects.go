package appearances

// Reject is a row that could not be used.
type Reject struct {
	Line           int // in the file, from 1
	Reason, Detail string
	Row            string // as the file has it
}

// The reasons for which rows are rejected. Those from NoFixture on are found by
// Join, which knows the fixtures. Explain says what each means.
const (
	ShortRow       = "short_row"
	NoPlayer       = "no_player"
	NoTeams        = "no_teams"
	UnreadableDate = "unreadable_date"
	UnknownSide    = "unknown_side"
	UnknownRole    = "unknown_role"
	UnreadableCell = "unreadable_cell"
	UnreadableRow  = "unreadable_row"
	UnreadableFile = "unreadable_file"
	RowTooLong     = "row_too_long"
	MoreRejects    = "more_rejects"
	NoFixture      = "no_fixture"
	PlayerTwice    = "player_twice"
	PartialSheet   = "partial_lineup"
	ToldByAPI      = "told_by_api"
)

// explanations say what the reasons mean.
var explanations = map[string]string{
	ShortRow:       "the row has fewer cells than the first row; it is not staged",
	NoPlayer:       "the row's player_key is empty or no name; it is not staged",
	NoTeams:        "the row's division, fd_season, fd_home or fd_away is empty or no name; it is not staged",
	UnreadableDate: "fd_date is none of dd/mm/yyyy, dd/mm/yy and yyyy-mm-dd, or of no year from 1970 to 2099; the row is not staged",
	UnknownSide:    "side is neither h nor a; the row is not staged",
	UnknownRole:    "started is neither 0 nor 1; the row is not staged",
	UnreadableCell: "minutes or rating is no number, minutes are negative, or player_name is no name; the rest of the row is staged",
	UnreadableRow:  "the row has quotes that do not close; it is not staged",
	UnreadableFile: "the landed file's first row is not understood any more; it stays in the lake",
	RowTooLong:     "the row is longer than 65,536 bytes; it is not staged",
	MoreRejects:    "so many further rows and cells of the table could not be used; only the first 50,000 are listed",
	NoFixture:      "no other source tells of this fixture: land its season first, or check the spelling of the teams and the date",
	PlayerTwice:    "one player stands in two rows of one side; the first counts",
	PartialSheet:   "the side has fewer starters than in an earlier table; the earlier one stays",
	ToldByAPI:      "the table calls itself by the API's name, and the API tells of this side; the API's counts",
}

// Explain says what a reason means; "" of one that this package does not give.
func Explain(reason string) string { return explanations[reason] }
