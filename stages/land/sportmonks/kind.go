package sportmonks

import (
	"net/url"
	"strings"
)

// requestKind is what two requests for the same view of an object have in
// common: the path without ids and dates, the includes and the filters, but no
// page. A fixture asked for with its odds and one asked for with its line-ups
// are two views, each with its own last payload.
func requestKind(request string) string {
	path, rawQuery, _ := strings.Cut(request, "?")
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if s != "" && s != "v3" && strings.ContainsAny(s, "0123456789") {
			segments[i] = "*"
		}
	}
	kind := strings.Join(segments, "/")
	for pair := range strings.SplitSeq(rawQuery, "&") {
		key, value, _ := strings.Cut(pair, "=")
		switch strings.ToLower(key) {
		case "include", "filters", "select":
			if plain, err := url.QueryUnescape(value); err == nil {
				value = plain
			}
			kind += "&" + strings.ToLower(key) + "=" + value
		}
	}
	return kind
}

// entities maps the last meaningful word of a path to the entity of the
// objects that it gives. Paths that the table does not know give no entity.
var entities = map[string]string{
	"fixtures": "fixture", "livescores": "fixture", "head-to-head": "fixture",
	"leagues": "league", "seasons": "season", "stages": "stage", "schedules": "stage", "rounds": "round",
	"teams": "team", "players": "player", "squads": "squad", "standings": "standing",
	"states": "state", "types": "type", "bookmakers": "bookmaker", "markets": "market",
	"venues": "venue", "coaches": "coach", "referees": "referee", "transfers": "transfer",
	"topscorers": "topscorer", "commentaries": "commentary", "rivals": "rival", "tv-stations": "tvstation",
	"continents": "continent", "countries": "country", "regions": "region", "cities": "city",
	"pre-match": "odds", "premium": "odds", "inplay": "inplayodds",
}

// entityOfPath tells from a request's path what objects it gives; "" if it
// does not know. "/v3/football/fixtures/between/2026-10-02/2026-10-05" gives
// fixtures, "/v3/football/odds/pre-match/fixtures/9" odds.
func entityOfPath(request string) string {
	if at := strings.Index(request, "/v3/"); at >= 0 {
		request = request[at:]
	}
	path, _, _ := strings.Cut(request, "?")
	words := strings.Split(strings.Trim(path, "/"), "/")
	if len(words) > 0 && words[0] == "v3" {
		words = words[1:]
	}
	if len(words) < 2 {
		return ""
	}
	// The first word is the sport or the topic; the second is what is listed,
	// except below odds, predictions, statistics and news.
	topic, first := words[0], words[1]
	switch {
	case topic == "football" && first == "odds" && len(words) > 2:
		return entities[words[2]]
	case topic == "football" && first == "livescores":
		return "fixture"
	case topic == "football" || topic == "core":
		return entities[first]
	case topic == "odds" && (first == "bookmakers" || first == "markets"):
		if len(words) > 2 && words[len(words)-1] == "mapping" {
			return ""
		}
		return entities[first]
	}
	return ""
}
