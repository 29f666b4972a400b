package live

import (
	"database/sql"
	"testing"
	"time"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/stages/settle"
)

func TestAResultThatWasPlayedStaysWhenTheLeagueAwardsTheMatch(t *testing.T) {
	for state, withdrawn := range map[matchday.State]bool{matchday.Awarded: false, "postponed": true, matchday.Deleted: true} {
		s := settlement{
			Run: &job.Run{Job: SettleJob, Now: hometest.Saturday.AddDate(0, 0, 7)}, place: map[string]int{"f": 0},
			endings: []settle.SourceEnding{{There: true, State: state, Kickoff: hometest.Saturday, Home: sql.NullInt64{Int64: 3, Valid: true}, Away: sql.NullInt64{Valid: true}}},
		}
		s.result("f", map[string]matchday.Result{"f": {FixtureID: "f", HomeScore: 1, AwayScore: 1, Time: hometest.Saturday.Add(3 * time.Hour)}})
		if (len(s.withdrawn) > 0) != withdrawn || len(s.results) > 0 {
			t.Errorf("%s: results %v, withdrawn %v", state, s.results, s.withdrawn)
		}
	}
}
