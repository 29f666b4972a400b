package sportmonks

// Odd is one price of one outcome. Numbers come as strings; the API keeps only
// the last value of a row. Its flags winning and stopped mean nothing that one
// may settle or filter by.
type Odd struct {
	ID          int64  `json:"id"`
	FixtureID   int64  `json:"fixture_id"`
	MarketID    int64  `json:"market_id"`
	BookmakerID int64  `json:"bookmaker_id"`
	Value       string `json:"value"` // decimal, "2.10" or "51": ParsePrice reads it

	Label                 *string    `json:"label"` // "Home", "1", a team's name, …
	Name                  *string    `json:"name"`
	OriginalLabel         *string    `json:"original_label"`
	Participants          *string    `json:"participants"`
	MarketDescription     *string    `json:"market_description"`
	Total                 *string    `json:"total"`    // the line, "2.5"; also "" and "2.5, 3.0"
	Handicap              *string    `json:"handicap"` // the line; its sign depends on the bookmaker
	SortOrder             *int64     `json:"sort_order"`
	Winning               *bool      `json:"winning"`
	Stopped               *bool      `json:"stopped"`
	CreatedAt             *Time      `json:"created_at"`
	LatestBookmakerUpdate *Time      `json:"latest_bookmaker_update"`
	Bookmaker             *Bookmaker `json:"bookmaker"`
	Market                *Market    `json:"market"`
}

func (o *Odd) missing() string {
	return firstMissing(field{"id", o.ID != 0}, field{"fixture_id", o.FixtureID != 0}, field{"market_id", o.MarketID != 0},
		field{"bookmaker_id", o.BookmakerID != 0}, field{"value", o.Value != ""})
}

// OddsOf is the list that is the payload of an OddsEntity.
func OddsOf(payload []byte) (Rows[Odd], error) {
	var rows Rows[Odd]
	if err := unmarshalList(payload, &rows); err != nil {
		return Rows[Odd]{}, err
	}
	return rows, nil
}

// Bookmaker names a bookmaker.
type Bookmaker struct {
	ID       int64   `json:"id"`
	LegacyID *int64  `json:"legacy_id"`
	Name     *string `json:"name"`
}

func (b *Bookmaker) missing() string { return firstMissing(field{"id", b.ID != 0}) }

// Market names a market.
type Market struct {
	ID                     int64   `json:"id"`
	LegacyID               *int64  `json:"legacy_id"`
	Name                   *string `json:"name"`
	DeveloperName          *string `json:"developer_name"`
	HasWinningCalculations *bool   `json:"has_winning_calculations"`
}

func (m *Market) missing() string { return firstMissing(field{"id", m.ID != 0}) }

// Markets that are staged.
const (
	MarketFulltimeResult   = 1
	MarketAsianHandicap    = 6
	MarketGoalLine         = 7
	MarketGoalsOverUnder   = 80
	MarketAlternativeTotal = 81
)
