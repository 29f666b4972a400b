package answers

import (
	"errors"
	"fmt"

	"matchday/stages/staging/table"
)

// The reasons for which a row of an object of the API, or the whole object, is
// rejected. Explain says what each means.
const (
	WrongType         = "wrong_type"
	MissingValue      = "missing_value"
	BrokenJSON        = "broken_json"
	BadID             = "bad_id"
	NoParticipants    = "no_participants"
	NoTeams           = "no_teams"
	ThirdTeam         = "third_team"
	NoKickoff         = "no_kickoff"
	PlaceholderTeam   = "placeholder"
	UnknownTeam       = "unknown_team"
	UnknownType       = "unknown_type"
	PlayerTwice       = "player_twice"
	PartialSheet      = "partial_lineup"
	ScoreContradicts  = "score_contradicts"
	ScoreMissing      = "score_missing"
	PriceNotAboveOne  = "price_not_above_one"
	PriceNotANumber   = "price_not_a_number"
	UnknownLabel      = "unknown_label"
	UnknownLine       = "unknown_line"
	UnknownSign       = "handicap_sign_unknown"
	QuoteWithoutTime  = "quote_without_time"
	QuoteAfterKickoff = "quote_after_kickoff"
)

// explanations say what the reasons mean.
var explanations = map[string]string{
	WrongType:         "a field has a type that the API does not document; the row, or the object, is not staged",
	MissingValue:      "a field without which the row means nothing is missing or null; the row, or the object, is not staged",
	BrokenJSON:        "the bytes are no JSON; the row, or the object, is not staged",
	BadID:             "the object has no id, or one that is no integer above zero, so nobody knows which it is; it is not staged",
	NoParticipants:    "no response says who plays: listings that were not asked for participants, or odds of a fixture that has not landed",
	NoTeams:           "the answer names one team on both sides; the fixture is staged once one names two",
	ThirdTeam:         "a fixture has two sides; of two teams on one side the first counts",
	NoKickoff:         "no response says when the fixture starts; it is staged once one does",
	PlaceholderTeam:   "a tie whose teams are not known yet: `placeholder` is true, or a team is one; it is staged once they are",
	UnknownTeam:       "the row names a team that does not play this fixture; the rest of the fixture is staged",
	UnknownType:       "a row of a team sheet that is neither starter nor bench; the rest of the sheet is staged",
	PlayerTwice:       "one player stands in two rows of a team sheet; the first counts",
	PartialSheet:      "the team sheet has fewer starters than an earlier one had; the earlier one stays",
	ScoreContradicts:  "`2ND_HALF` and `CURRENT` differ after 90 minutes, and the halves add up to neither; the next response may tell",
	ScoreMissing:      "the fixture is finished and has no score after 90 minutes; the next response may tell",
	PriceNotAboveOne:  "no bookmaker pays less than the stake; the other prices are staged",
	PriceNotANumber:   "the price is not a number; the other prices are staged",
	UnknownLabel:      "the label is no selection of its market, such as 1, X and 2 in market 80; the other prices are staged",
	UnknownLine:       "a handicap or total without a line, with one that is no quarter goal, or beyond 20 goals; other prices are staged",
	UnknownSign:       "an away handicap of a bookmaker whose prices do not tell whose sign it writes; the other prices are staged",
	QuoteWithoutTime:  "the price was fetched after kick-off and has no time of its own; it is not staged",
	QuoteAfterKickoff: "prices from kick-off on, one row a response with their count; the closing price is the last one before",
}

// Explain says what a reason means; "" of one that this package does not give.
func Explain(reason string) string { return explanations[reason] }

// mostRow is how many bytes of a rejected row are kept; the whole payload is in
// the raw layer, under the checksum.
const mostRow = 1000

// reject keeps a row that cannot be used. index is its place in its list from
// 1, 0 for the object itself.
func (o *Object) reject(index int, reason, detail string, row []byte) {
	o.rejects = append(o.rejects, o.rejectOf(index, reason, detail, string(row[:min(len(row), mostRow)])))
}

func (o *Object) rejectOf(index int, reason, detail, row string) table.Reject {
	return table.Reject{
		Source: Source, File: o.Entity + "/" + o.ID, SHA256: o.SHA256, Line: int32(index),
		Reason: reason, Hint: Explain(reason), Detail: detail, Row: row, LandedAt: o.FetchedAt,
	}
}

// eachRow decodes a list inside an object row by row. A row that cannot be
// decoded is rejected and costs the others nothing; use is given the others with
// their place in the list, from 1.
func eachRow[T any](o *Object, list string, rows Rows[T], decode func([]byte) (T, error), use func(place int, row *T, raw []byte)) {
	if err := rows.Err(); err != nil {
		o.reject(0, reasonOf(err), list+": "+err.Error(), nil)
	}
	for i, raw := range rows.All() {
		row, err := decode(raw)
		if err != nil {
			o.reject(i+1, reasonOf(err), fmt.Sprintf("%s: %v", list, err), raw)
			continue
		}
		use(i+1, &row, raw)
	}
}

// part decodes an object inside an object; nil if there is none, or if it cannot
// be decoded and is rejected.
func part[T any](o *Object, name string, p Part[T]) *T {
	v, err := p.Decode()
	if err != nil {
		o.reject(0, reasonOf(err), name+": "+err.Error(), nil)
	}
	return v
}

func reasonOf(err error) string {
	var field *FieldError
	switch {
	case !errors.As(err, &field):
		return BrokenJSON
	case field.Want == "a value":
		return MissingValue
	}
	return WrongType
}
