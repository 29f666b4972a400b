package answers

import "encoding/json"

// Odd is one price of one outcome. Numbers come as strings; the API keeps only
// the last value of a row. Its flags winning and stopped mean nothing that one
// may settle or filter by.
type Odd struct {
	ID          int64  `json:"id"`
	FixtureID   int64  `json:"fixture_id"`
	MarketID    int64  `json:"market_id"`
	BookmakerID int64  `json:"bookmaker_id"`
	Value       string `json:"value"` // decimal, "2.10" or "51": ParsePrice reads it

	Label                 *string `json:"label"` // "Home", "1", a team's name, …
	Name                  *string `json:"name"`
	Total                 *string `json:"total"`    // the line, "2.5"; also "" and "2.5, 3.0"
	Handicap              *string `json:"handicap"` // the line; its sign depends on the bookmaker
	Stopped               *bool   `json:"stopped"`
	LatestBookmakerUpdate *Time   `json:"latest_bookmaker_update"`
}

func (o *Odd) missing() string {
	return firstMissing(field{"id", o.ID != 0}, field{"fixture_id", o.FixtureID != 0}, field{"market_id", o.MarketID != 0},
		field{"bookmaker_id", o.BookmakerID != 0}, field{"value", o.Value != ""})
}

// OddsOf is the list that is the payload of an OddsEntity.
func OddsOf(payload []byte) (Rows[Odd], error) {
	var rows Rows[Odd]
	if err := json.Unmarshal(payload, &rows); err != nil {
		return rows, fieldError(err)
	}
	return rows, rows.Err()
}
