package sportmonks

import (
	"strings"

	"matchday/stages/staging/answers"
)

// shape tells an entity by keys that its objects have and no other's.
type shape struct {
	entity string
	has    []string
	lacks  string // "" or a key that the entity's objects do not have
}

// shapes are tried in order.
var shapes = []shape{
	{entity: answers.FixtureEntity, has: []string{"league_id", "season_id", "state_id", "starting_at"}},
	{entity: answers.OddsEntity, has: []string{"fixture_id", "market_id", "bookmaker_id", "value"}, lacks: "external_id"},
	{entity: answers.StandingEntity, has: []string{"participant_id", "season_id", "position", "points"}},
	{entity: answers.StateEntity, has: []string{"state", "short_name", "developer_name"}},
	{entity: answers.TypeEntity, has: []string{"code", "developer_name", "model_type"}},
	{entity: answers.MarketEntity, has: []string{"name", "has_winning_calculations"}},
	{entity: answers.LeagueEntity, has: []string{"country_id", "active", "sub_type"}},
	{entity: answers.SeasonEntity, has: []string{"league_id", "is_current", "pending"}},
	{entity: answers.RoundEntity, has: []string{"league_id", "season_id", "stage_id", "finished", "is_current"}},
	{entity: answers.StageEntity, has: []string{"league_id", "season_id", "type_id", "finished", "is_current"}, lacks: "stage_id"},
	{entity: answers.TeamEntity, has: []string{"country_id", "gender", "short_code", "founded"}},
	{entity: "coach", has: []string{"player_id", "common_name", "firstname"}, lacks: "position_id"},
	{entity: answers.PlayerEntity, has: []string{"position_id", "common_name", "firstname"}},
	{entity: "referee", has: []string{"country_id", "common_name", "firstname"}, lacks: "player_id"},
	{entity: answers.SidelinedEntity, has: []string{"fixture_id", "sideline_id"}},
	{entity: answers.SidelinedEntity, has: []string{"player_id", "start_date", "games_missed"}},
	{entity: "transfer", has: []string{"player_id", "from_team_id", "to_team_id"}},
	{entity: answers.SquadEntity, has: []string{"player_id", "team_id", "start", "end"}},
	{entity: answers.SquadEntity, has: []string{"player_id", "team_id", "season_id", "has_values"}},
	{entity: "venue", has: []string{"capacity", "surface", "national_team"}},
	{entity: answers.BookmakerEntity, has: []string{"legacy_id", "name"}, lacks: "developer_name"},
}

// entityOfKeys tells what an object is by its keys; "" if it does not know.
// Base fields come before the includes, which may be megabytes, so it looks
// beyond the first list or object only if it must.
func entityOfKeys(object []byte) string {
	keys := map[string]bool{}
	entity := ""
	_, _ = answers.Fields(object, 0, func(key []byte, value int) (int, bool, error) {
		if object[value] == '{' || object[value] == '[' {
			if entity = entityOf(keys); entity != "" {
				return 0, false, nil
			}
		}
		keys[string(key)] = true
		return 0, true, nil
	}) // an object that is cut off has been refused before
	if entity == "" {
		entity = entityOf(keys)
	}
	return entity
}

func entityOf(keys map[string]bool) string {
	for _, s := range shapes {
		fits := s.lacks == "" || !keys[s.lacks]
		for _, key := range s.has {
			fits = fits && keys[key]
		}
		if fits {
			return s.entity
		}
	}
	return ""
}

// keysOf lists an object's first keys, for a person who must tell what it is.
func keysOf(object []byte) string {
	const most = 8
	var keys []string
	_, _ = answers.Fields(object, 0, func(key []byte, _ int) (int, bool, error) {
		keys = append(keys, string(key))
		return 0, len(keys) < most, nil
	}) // an object that is cut off has been refused before
	return "keys " + strings.Join(keys, ", ")
}
