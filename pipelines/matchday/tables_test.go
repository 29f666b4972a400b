package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"matchday/pipelines/schedule"
)

// tableCommand is a command that stands first in a line of a table.
var tableCommand = regexp.MustCompile("^\\| `((?:matchday|make) [^`]+)`")

// runTables runs the commands in the tables of a page, in their order. A word in
// capitals in one stands for what a person would put there: values has it, or
// the question to the warehouse that answers it.
func (m cronMachine) runTables(page string, least int) {
	m.t.Helper()
	ran := 0
	for _, block := range readPage(m.t, page) {
		for line := range strings.Lines(block.text) {
			found := tableCommand.FindStringSubmatch(line)
			if block.language != "" || found == nil || slices.Contains(schedule.Names(), strings.TrimPrefix(found[1], "matchday ")) {
				continue // a line of the crontab has run it
			}
			command := placeholder.ReplaceAllStringFunc(found[1], m.value)
			if rest, isMatchday := strings.CutPrefix(command, "matchday "); isMatchday {
				command = "$BIN $FLAGS " + rest
			}
			// The match of the bet at hand has not begun, which a person is asked about.
			command = strings.Replace(command, " bets settle ", " bets settle --yes ", 1)
			m.run("cd $MATCHDAY && " + command)
			ran++
		}
	}
	if ran < least {
		m.t.Errorf("the tables of %s have %d commands, want %d or more", page, ran, least)
	}
}

// lastPending is the pending bet on the latest match.
const lastPending = "bets JOIN predictions USING (prediction_id) WHERE bets.status = 'pending' ORDER BY kickoff DESC, bet_id LIMIT 1"

var placeholder = regexp.MustCompile(`\b[A-Z]{3,}\b`)

func (m cronMachine) value(word string) string {
	questions := map[string]string{
		"NUMBER":  "SELECT bet_id FROM " + lastPending,
		"PRICE":   "SELECT odds FROM " + lastPending,
		"STAKE":   "SELECT stake FROM " + lastPending,
		"FIXTURE": "SELECT fixture_id FROM predictions ORDER BY prediction_time DESC, fixture_id LIMIT 1",
		"RUN":     "SELECT run_id FROM commits WHERE run_id LIKE 'hourly%' ORDER BY commit_no DESC LIMIT 1",
	}
	values := map[string]string{
		"STRATEGY": "value", "AMOUNT": "250.00", "REASON": "'a new season'",
		"DIR": "$SCRATCH/files", "PATH": "$SCRATCH/files", "PLAYERS": "$SCRATCH/players.csv", "TUNED": "$SCRATCH/tuned.yaml",
	}
	if question, asked := questions[word]; asked {
		_, answer, _ := strings.Cut(m.run(`$BIN sql --format csv "`+question+`"`), "\n")
		if answer = strings.TrimSpace(answer); answer == "" {
			m.t.Fatalf("nothing answers %s: %s", word, question)
		}
		return "'" + strings.Trim(answer, `"`) + "'"
	}
	if value, there := values[word]; there {
		return value
	}
	return word // a word of SQL
}

// writePlayers writes a table of who played.
func (m cronMachine) writePlayers(path string) {
	m.t.Helper()
	text := "source,division,fd_season,fd_date,fd_home,fd_away,side,player_key,position,started,minutes\n" +
		"press,X0,2425,2025-04-05,Larkhaven,Dunmarsh,h,ann,GK,1,90\n"
	if err := os.WriteFile(filepath.Clean(path), []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
}
