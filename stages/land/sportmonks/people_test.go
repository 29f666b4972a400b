package sportmonks

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/answers"
)

// squadRow is a place in a squad; of a player with a name, or of a number.
func squadRow(id, team, player int, name string) string {
	who := ""
	if name != "" {
		who = fmt.Sprintf(`,"player":{"id":%d,"name":%q}`, player, name)
	}
	return fmt.Sprintf(`{"id":%d,"player_id":%d,"team_id":%d%s}`, id, player, team, who)
}

func squadOf(team, n int, at time.Time) Object {
	return Object{Entity: answers.SquadEntity, ID: fmt.Sprint(team*100 + n), FetchedAt: at, Payload: []byte(squadRow(team*100+n, team, n, "")),
		Request: fmt.Sprintf("/v3/football/squads/teams/%d?include=player", team)}
}

// TestSquadsSeenLongestAgoComeFirst, and those never seen before them.
func TestSquadsSeenLongestAgoComeFirst(t *testing.T) {
	l := testLake(t)
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, squads := range [][]Object{{squadOf(3, 1, day), squadOf(3, 2, day.AddDate(0, 0, 7))}, {squadOf(1, 1, day)}, {squadOf(1, 1, day.AddDate(0, 0, 9))}, {squadOf(2, 1, day)}} {
		if _, err := Land(l, squads); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := LongestAgo(l, []int64{1, 2, 3, 4, 11}); err != nil || !slices.Equal(got, []int64{4, 11, 2, 3, 1}) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestOnlyPlayersWhomNobodyKnowsAreAskedFor: neither those whom a squad names, nor those
// who have landed.
func TestOnlyPlayersWhomNobodyKnowsAreAskedFor(t *testing.T) {
	l := testLake(t)
	if _, err := Land(l, []Object{{Entity: answers.PlayerEntity, ID: "7", Payload: []byte(`{"id":7}`)}}); err != nil {
		t.Fatal(err)
	}
	var squads []Object
	for i, row := range []string{squadRow(1, 1, 9, ""), squadRow(2, 1, 7, ""), squadRow(3, 1, 8, "Known"), squadRow(4, 2, 5, ""), squadRow(5, 2, 9, ""), `{"id":6}`} {
		squads = append(squads, Object{Entity: answers.SquadEntity, ID: fmt.Sprint(i + 1), Payload: []byte(row)})
	}
	if got, err := UnknownPlayers(l, squads); err != nil || !slices.Equal(got, []int64{5, 9}) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestWhoIsPlaying: real teams in fixtures, and seasons of fixtures and leagues.
func TestWhoIsPlaying(t *testing.T) {
	fixture := fixtureJSON(1, `,"participants":[{"id":4,"name":"A","meta":{"location":"home"}},{"id":3,"name":"B","placeholder":true,"meta":{"location":"away"}}]`)
	teams, seasons := Playing([]Object{
		{Entity: answers.FixtureEntity, Payload: []byte(fixture)}, {Entity: answers.FixtureEntity, Payload: []byte(fixture)},
		{Entity: answers.FixtureEntity, Payload: []byte(strings.Replace(fixture, `"season_id":10`, `"season_id":"x"`, 1))},
		{Entity: answers.LeagueEntity, Payload: []byte(`{"id":8,"currentseason":{"id":2,"league_id":8}}`)},
		{Entity: answers.LeagueEntity, Payload: []byte(`{"id":9,"currentseason":null}`)},
		{Entity: answers.TeamEntity, Payload: []byte(`{"id":77}`)},
	})
	if !slices.Equal(teams, []int64{4}) || !slices.Equal(seasons, []int64{2, 10}) {
		t.Errorf("teams %v, seasons %v", teams, seasons)
	}
}
