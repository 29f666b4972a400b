package live_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
)

// csv is a match file that a test corrects.
type csv struct {
	names []string
	rows  []map[string]string
}

func readCSV(content []byte) (c csv) {
	for i, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		cells := strings.Split(strings.TrimRight(line, "\r"), ",")
		if i == 0 {
			c.names = cells
			continue
		}
		row := map[string]string{}
		for j, v := range cells {
			row[c.names[j]] = v
		}
		c.rows = append(c.rows, row)
	}
	return c
}

func (c csv) bytes() []byte {
	var b bytes.Buffer
	b.WriteString(strings.Join(c.names, ",") + "\n")
	for _, row := range c.rows {
		cells := make([]string, len(c.names))
		for i, n := range c.names {
			cells[i] = row[n]
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	return b.Bytes()
}

// landCorrected lands the files of a moment as correct leaves each row, nil for none;
// coming are rows of coming fixtures beside those.
func landCorrected(t *testing.T, home string, at time.Time, correct func(row map[string]string) map[string]string, coming ...map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range hometest.Edition(t, at) {
		content := f.Content
		if strings.HasPrefix(f.Name, "2425/") || f.Name == matchfiles.ComingFile {
			c := readCSV(content)
			var kept []map[string]string
			for _, row := range c.rows {
				if row = correct(row); row != nil {
					kept = append(kept, row)
				}
			}
			if c.rows = kept; f.Name == matchfiles.ComingFile {
				c.rows = append(c.rows, coming...)
			}
			content = c.bytes()
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, content, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ingest.LandFiles(t.Context(), hometest.Env(home, at), []string{dir}); err != nil {
		t.Fatal(err)
	}
}

func is(row map[string]string, s matchday.Slip) bool {
	return row["Div"] == s.Division && row["HomeTeam"] == s.HomeTeam && row["AwayTeam"] == s.AwayTeam
}

// A newer file spells a club of one bet anew, puts the sides of another right, moves a
// third by a day, a fourth by a week and a half, and lists a fifth no more. The first
// three are settled as if nothing had been; the fourth is void, and so is the fifth
// once its result is not late any more.
func TestBetsFollowWhatNewerFilesCorrect(t *testing.T) {
	home := livetest.Home(t)
	env := hometest.Env(home, hometest.LiveFriday)
	env.Config.Strategies[1].MinEdge = 0 // so that there are bets enough
	r, err := live.Hourly(t.Context(), env, live.HourlyOptions{Within: 96 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	var chosen []matchday.Slip // of five fixtures whose clubs play no other chosen one
	clubs := map[string]bool{}
	late := hometest.LiveTuesday.Add(-48 * time.Hour) // what is put off is void by then
	for _, s := range livetest.SlipsOf(t, home) {
		if len(chosen) < 5 && s.Kickoff.After(hometest.LiveSaturday) && s.Kickoff.Before(late) && !clubs[s.HomeTeam] && !clubs[s.AwayTeam] {
			chosen = append(chosen, s)
			clubs[s.HomeTeam], clubs[s.AwayTeam] = true, true
		}
	}
	if len(chosen) < 5 {
		t.Fatalf("%d bets, of %d fixtures with different clubs; 5 are needed", len(r.Bets), len(chosen))
	}
	renamed, swapped, moved, putOff, withdrawn := chosen[0], chosen[1], chosen[2], chosen[3], chosen[4]
	var later map[string]string
	correct := func(row map[string]string) map[string]string {
		switch {
		case is(row, swapped):
			row["HomeTeam"], row["AwayTeam"], row["FTHG"], row["FTAG"] = row["AwayTeam"], row["HomeTeam"], row["FTAG"], row["FTHG"]
			row["FTR"] = map[string]string{"H": "A", "A": "H", "D": "D"}[row["FTR"]]
		case is(row, moved):
			row["Date"] = moved.MatchDate.AddDate(0, 0, 1).Format("02/01/2006")
		case is(row, putOff):
			later = map[string]string{}
			for _, cell := range []string{"Div", "Time", "HomeTeam", "AwayTeam", "B365H", "B365D", "B365A"} {
				later[cell] = row[cell]
			}
			later["Date"] = putOff.MatchDate.AddDate(0, 0, 11).Format("02/01/2006")
			return nil
		case is(row, withdrawn):
			return nil
		}
		for _, side := range []string{"HomeTeam", "AwayTeam"} {
			if row["Div"] == renamed.Division && row[side] == renamed.HomeTeam {
				row[side] = "Sporting " + renamed.HomeTeam
			}
		}
		return row
	}
	landCorrected(t, home, hometest.LiveTuesday, correct)
	livetest.PassesChecks(t, home)
	landCorrected(t, home, hometest.LiveTuesday.Add(time.Hour), correct, later)
	s := livetest.MustSettle(t, home, hometest.LiveTuesday.Add(2*time.Hour))
	livetest.PassesChecks(t, home)
	world := matchfiles.New(matchfiles.DefaultSeed)
	waiting := 0
	for _, slip := range livetest.SlipsOf(t, home) {
		want := matchday.Settled
		switch slip.FixtureID {
		case putOff.FixtureID:
			want = matchday.Void
		case withdrawn.FixtureID:
			want = matchday.Pending // its result may be late
			waiting++
		}
		if slip.Status != want {
			t.Errorf("%s is %s, want %s", slip.ID, slip.Status, want)
			continue
		}
		f := fixtureOf(t, world, slip.FixtureID)
		if outcome := matchday.OutcomeOf(f.Goals[0], f.Goals[1]); want == matchday.Settled && (string(outcome) == slip.Selection) != slip.ProfitLoss.Decimal.IsPositive() {
			t.Errorf("%s on %s ended %v and brought %v", slip.ID, slip.Selection, outcome, slip.ProfitLoss.Decimal)
		}
	}
	if s.Waiting != waiting {
		t.Errorf("%d bets on the match that is gone: %+v", waiting, s)
	}
	fortnight := hometest.LiveTuesday.AddDate(0, 0, 14) // when each division has played again
	landCorrected(t, home, fortnight, correct, later)
	if s := livetest.MustSettle(t, home, fortnight); s.Waiting != 0 {
		t.Errorf("a fortnight on, with %d bets on the match that is gone: %+v", waiting, s)
	}
	for _, slip := range livetest.SlipsOf(t, home) {
		want := matchday.Settled
		if slip.FixtureID == putOff.FixtureID || slip.FixtureID == withdrawn.FixtureID {
			want = matchday.Void // for another reason, maybe, than the first time
		}
		if slip.Status != want {
			t.Errorf("a fortnight on %s is %s, want %s", slip.ID, slip.Status, want)
		}
	}
	if got := hometest.Query(t, home, `SELECT team, other FROM (SELECT split_part(detail, ' → ', 1) AS team, split_part(detail, ' → ', 2) AS other FROM rejected WHERE reason = 'club_respelled')`); !strings.Contains(got, renamed.HomeTeam+",Sporting "+renamed.HomeTeam) {
		t.Errorf("respelled: %s", got)
	}
}

// One file lists a match on two days: it is predicted and bet on once. So it is where
// two files give it two ids, as long as a bet is open.
func TestAMatchOnTwoDatesIsBetOnOnce(t *testing.T) {
	home := livetest.Home(t)
	first := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{Within: 96 * time.Hour})
	slip := livetest.SlipsOf(t, home)[0]
	var twice map[string]string
	landCorrected(t, home, hometest.LiveFriday.Add(time.Hour), func(row map[string]string) map[string]string {
		if is(row, slip) && row["FTHG"] == "" {
			twice = map[string]string{}
			for k, v := range row {
				twice[k] = v
			}
			twice["Date"] = slip.MatchDate.AddDate(0, 0, 1).Format("02/01/2006")
		}
		return row
	})
	if twice == nil {
		t.Fatal("the bet's fixture is in no file")
	}
	keep := func(row map[string]string) map[string]string { return row }
	landCorrected(t, home, hometest.LiveFriday.Add(90*time.Minute), keep, twice)
	second := livetest.MustHourly(t, home, hometest.LiveFriday.Add(2*time.Hour), live.HourlyOptions{Within: 96 * time.Hour})
	if len(second.Predicted) != len(first.Predicted) || len(second.Bets) != 0 {
		t.Errorf("%d fixtures predicted, then %d; %d new bets", len(first.Predicted), len(second.Predicted), len(second.Bets))
	}
	pair := "home_team = '" + slip.HomeTeam + "' AND away_team = '" + slip.AwayTeam + "' AND season = '2425'"
	if got := hometest.QueryOne(t, home, "SELECT string_agg(fixture_id) FROM fixtures WHERE "+pair); got != slip.FixtureID {
		t.Errorf("the pair has the fixtures %s, want %s", got, slip.FixtureID)
	}
	livetest.PassesChecks(t, home)
}
