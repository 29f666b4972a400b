package answers

import (
	"errors"
	"fmt"

	"matchday/stages/staging/table"
)

// The reasons for which a row of an object of the API, or the whole object, is
// rejected.
const (
	badType           = "wrong_type"
	missingValue      = "missing_value"
	brokenJSON        = "broken_json"
	NoParticipants    = "no_participants"     // no answer says who plays
	noKickoff         = "no_kickoff"          // nor when
	PlaceholderTeam   = "placeholder"         // a team that is not known yet
	unknownTeam       = "unknown_team"        // a row of a team that does not play
	unknownType       = "unknown_type"        // a line-up row that is neither starter nor bench
	PlayerTwice       = "player_twice"        // one player in two rows of a team sheet
	PartialSheet      = "partial_lineup"      // fewer starters than an earlier answer had
	ScoreContradicts  = "score_contradicts"   // the periods do not add up to the score
	scoreMissing      = "score_missing"       // finished, and no score after 90 minutes
	PriceNotAbove     = "price_not_above_one" // as of the files
	priceNoNumber     = "price_not_a_number"
	UnknownLabel      = "unknown_label"         // of a market that is staged
	UnknownLine       = "unknown_line"          // no line, or one that is no multiple of a quarter
	UnknownSign       = "handicap_sign_unknown" // whose handicap the line is
	quoteWithoutTime  = "quote_without_time"    // fetched after kick-off, and no time of its own
	QuoteAfterKickoff = "quote_after_kickoff"   // one row a fixture and answer, with the count
)

// mostRow is how many bytes of a rejected row are kept; the whole payload is in
// the raw layer, under the checksum.
const mostRow = 1000

// reject keeps a row that cannot be used. index is its place in its list from
// 1, 0 for the object itself.
func (o *Object) reject(index int, reason, detail string, row []byte) {
	o.rejects = append(o.rejects, table.Reject{
		Source: Source, File: o.Entity + "/" + o.ID, SHA256: o.SHA256, Line: int32(index),
		Reason: reason, Detail: detail, Row: string(row[:min(len(row), mostRow)]), LandedAt: o.FetchedAt,
	})
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
		return brokenJSON
	case field.Want == "a value":
		return missingValue
	}
	return badType
}
