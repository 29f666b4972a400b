package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"matchday/invented/matchfiles"
)

// way is how commands of a table are run where they cannot be as they stand.
type way struct {
	begins string // which commands
	behind string // further arguments, which make them short
	home   string // the home that they work on, if not the crontab's; $FILES, or $SCRATCH
	not    string // why they are not run here; another test does
}

var ways = []way{
	{begins: "make demo", not: "the README shows it as a command of its own"},
	{begins: "make example", not: "the README shows it as a command of its own"},
	{begins: "make test", not: "it runs this test"},
	{begins: "make weekly", not: "a line of the crontab ran it"},
	{begins: "matchday weekly", not: "a line of the crontab ran it"},
	{begins: "matchday demo", not: "the README shows make demo as a command of its own"},
	{begins: "matchday simulator", behind: "--listen 127.0.0.1:0 & sleep 1; kill -INT $! && wait $!"},
	{begins: "matchday land footballdata", home: "$FILES"},
	{begins: "matchday features", home: "$FILES"},
	{begins: "matchday backtest", home: "$FILES", behind: "--from 2025-02-01"},
	{begins: "matchday tune", home: "$FILES", behind: "--trials 1 --from 2025-02-01 --to 2025-03-31 --out $SCRATCH/tuned.yaml"},
	{begins: "matchday land lineups", home: "$SCRATCH/played", behind: "$SCRATCH/played.csv"},
	{begins: "matchday land appearances", home: "$SCRATCH/played", behind: "$SCRATCH/played.csv"},
}

// played is a table of who played.
const played = `source,division,fd_season,fd_date,fd_home,fd_away,side,player_key,position,started,minutes,rating
press,E0,2324,11/08/23,Burnley,Man City,h,ann,GK,1,90,7.5
`

// tables runs every command of the README's tables on the home that the lines
// of the crontab left.
func (m cronMachine) tables(t *testing.T) {
	m.t = t
	scratch := t.TempDir()
	m.env = append(m.env, "SCRATCH="+scratch, "FILES="+filepath.Join(scratch, "files"))
	m.run(`mkdir "$SCRATCH/bin" && ln -s "$BIN" "$SCRATCH/bin/matchday"`)
	for name, text := range map[string]string{"bin/crontab": "#!/bin/sh\ncd \"$MATCHDAY\" && test -s \"$1\"\n", "played.csv": played} {
		if err := os.WriteFile(filepath.Join(scratch, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	world := filepath.Join(scratch, "world")
	if err := matchfiles.New(matchfiles.DefaultSeed).Write(world); err != nil {
		t.Fatal(err)
	}
	values := map[string]string{
		"STRATEGY": "value", "AMOUNT": "25.00", "P": "2.05", "S": "10.00", "DIR": "$SCRATCH/written", "PATH…": world, "SELECT …": "FROM bets",
		"FIXTURE": m.ask("SELECT fixture_id FROM bets LIMIT 1"), "RUN": m.ask("SELECT run_id FROM runs WHERE pipeline = 'hourly'"),
	}
	commands := tableCommands(readPage(t))
	if len(commands) < 12 {
		t.Errorf("found only %d commands in the README's tables", len(commands))
	}
	for _, command := range commands {
		if strings.Contains(command, "NUMBER") {
			values["NUMBER"] = m.ask("SELECT bet_id FROM bets WHERE status = 'pending' AND bet_id <> '" + values["NUMBER"] + "'")
		}
		m.tableCommand(t, command, values)
	}
}

var placeholder = regexp.MustCompile(`\bSELECT …|PATH…|\b[A-Z]+\b`)

// tableCommand runs one command, with values in place of its words in capitals.
func (m cronMachine) tableCommand(t *testing.T, command string, values map[string]string) {
	t.Helper()
	var how way
	for _, w := range ways {
		if strings.HasPrefix(command, w.begins) {
			how = w
		}
	}
	if how.not != "" {
		return
	}
	line := placeholder.ReplaceAllStringFunc(command, func(word string) string {
		value, known := values[word]
		if !known {
			t.Errorf("%s: no value is known for %s", command, word)
		}
		return value
	})
	if strings.HasSuffix(how.home, "played") {
		line = strings.TrimSuffix(line, values["PATH…"]) // behind names the file
	}
	line, isOurs := strings.CutPrefix(line, "matchday ")
	switch {
	case how.home != "":
		line = fmt.Sprintf("matchday --home %s --now 2025-04-15T12:30:00Z %s %s", how.home, line, how.behind)
	case isOurs:
		line = fmt.Sprintf("matchday $FLAGS %s %s", line, how.behind)
	case strings.HasPrefix(line, "make "):
		line = `cd "$MATCHDAY" && ` + strings.Replace(line, "make ", "make -s ", 1)
	}
	m.run(`PATH="$SCRATCH/bin:$PATH"; ` + line)
}

// ask returns the first value of an answer, the first column of its first row.
func (m cronMachine) ask(question string) string {
	rows := strings.Split(m.run(`$BIN sql --format csv "`+question+`"`), "\n")
	if len(rows) < 2 || rows[1] == "" {
		m.t.Fatalf("%s: no row", question)
	}
	return rows[1]
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// tableCommands are the code spans in the first column of each table whose first
// heading is command. One that begins with neither matchday, make nor crontab
// only names a command of matchday: it is asked for its help. Of the words
// beside it, those that begin so are commands too.
func tableCommands(page []block) (out []string) {
	for _, b := range page {
		inTable := false
		for line := range strings.Lines(b.text) {
			cells := strings.Split(line, " | ")
			if b.language != "" || !strings.HasPrefix(line, "|") {
				inTable = false
				continue
			}
			if !inTable {
				inTable = strings.HasPrefix(line, "| command |")
				continue
			}
			for i, cell := range cells {
				for _, span := range codeSpan.FindAllStringSubmatch(cell, -1) {
					word, rest, _ := strings.Cut(span[1], " ")
					switch {
					case word == "matchday" || word == "make" || word == "crontab":
						out = append(out, span[1])
					case i == 0:
						out = append(out, "matchday "+span[1]+" --help")
					case word == "bets" && rest != "":
						out = append(out, "matchday "+span[1])
					}
				}
			}
		}
	}
	return out
}
