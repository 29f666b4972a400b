// Package answers knows the objects of the Sportmonks Football API v3: the
// form in which lake/raw/sportmonks keeps them, and what their bytes say.
// Landing writes that folder and staging reads it; both need this package,
// neither needs the other. But for the files of the lake, everything here is a pure
// function of bytes.
package answers

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
)

// Folder is the lake's folder of landed objects. SeenFolder is the folder of
// the sightings: fetches that brought an object that had landed before.
const (
	Folder     = "raw/sportmonks"
	SeenFolder = "raw/sportmonks-seen"
)

// Source is the value of Raw's first column.
const Source = "sportmonks"

// The entities that staging reads. Objects of other kinds (venue, coach,
// transfer, …) land as well, under names of their own.
const (
	FixtureEntity   = "fixture"
	LeagueEntity    = "league"
	SeasonEntity    = "season"
	StageEntity     = "stage"
	RoundEntity     = "round"
	TeamEntity      = "team"
	PlayerEntity    = "player"
	SquadEntity     = "squad"
	StandingEntity  = "standing"
	StateEntity     = "state"
	TypeEntity      = "type"
	BookmakerEntity = "bookmaker"
	MarketEntity    = "market"
	SidelinedEntity = "sidelined"
	// OddsEntity is a JSON list of all odds rows of one fixture, as an
	// odds endpoint gives them; its id is the fixture's. Odds that came by a
	// fixture's include stay in the fixture's payload.
	OddsEntity = "odds"
)

// Entities lists the entities that staging reads.
var Entities = []string{FixtureEntity, LeagueEntity, SeasonEntity, StageEntity, RoundEntity, TeamEntity, PlayerEntity,
	SquadEntity, StandingEntity, StateEntity, TypeEntity, BookmakerEntity, MarketEntity, SidelinedEntity, OddsEntity}

// NoID begins the lake's id of an object that has none of its own, or one that is no
// integer above zero.
const NoID = "?"

// InZone adds to a request, as the lake records it, the zone in which the answer's
// times are written, unless that is UTC; "" is UTC.
func InZone(request, zone string) string {
	switch {
	case zone == "", zone == "UTC", zone == "Etc/UTC":
		return request
	case strings.Contains(request, "?"):
		return request + "&" + zoneParam + zone
	}
	return request + "?" + zoneParam + zone
}

// ZoneOf is the zone that InZone recorded; nil is UTC.
func ZoneOf(request string) *time.Location {
	at := strings.LastIndex(request, zoneParam)
	if at <= 0 || request[at-1] != '?' && request[at-1] != '&' {
		return nil
	}
	zone, err := LoadZone(request[at+len(zoneParam):])
	if err != nil {
		return nil // landing refuses such answers
	}
	return zone
}

// zoneParam is the API's parameter for the zone.
const zoneParam = "timezone="

// Raw is one object as received.
type Raw struct {
	Source    string `parquet:"source,dict"`
	Entity    string `parquet:"entity,dict"`
	ID        string `parquet:"id"`                                // the object's own id, in digits, or NoID and a checksum
	FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"` // µs since 1970, UTC
	Request   string `parquet:"request,dict"`                      // path and query, never the key; empty if unknown
	SHA256    string `parquet:"sha256"`                            // of the payload, hex
	Payload   []byte `parquet:"payload"`                           // the object's bytes as received
}

// Seen is a fetch that brought an object whose payload had not changed since
// it landed: no second copy is kept, but the moment counts, for the age of a
// price and for a result that must be seen twice. It joins Raw by entity, id
// and sha256.
type Seen struct {
	Source    string `parquet:"source,dict"`
	Entity    string `parquet:"entity,dict"`
	ID        string `parquet:"id"`
	FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"` // µs since 1970, UTC
	Request   string `parquet:"request,dict"`
	SHA256    string `parquet:"sha256,dict"`
}

// HeldFile is a file whose rows a merged file of the lake holds, one after the other.
type HeldFile struct {
	SHA256 string   `json:"sha256"`
	Rows   int      `json:"rows"`
	Merged []string `json:"merged,omitempty"` // the sums of the landed files that it held itself; none: it is as it landed
}

// HeldKey is under which a merged file's own description lists what it holds, as JSON.
const HeldKey = "matchday.held"

// HeldFiles lists what a merged file of the lake holds; none of one that is as it landed.
func HeldFiles(path string) (held []HeldFile, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	p, err := parquet.OpenFile(file, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if text, merged := p.Lookup(HeldKey); merged {
		if err := json.Unmarshal([]byte(text), &held); err != nil {
			return nil, unreadable(path, err)
		}
	}
	return held, nil
}

func unreadable(path string, err error) error {
	return fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
}
