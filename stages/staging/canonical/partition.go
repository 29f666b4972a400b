package canonical

import (
	"bufio"
	"fmt"
	"strconv"
	"time"

	"matchday/stages/staging/answers"
)

// Partition names the part of each table that a fixture's rows stand in: the year in
// which its season begins, on the first of July, if files alone tell of it, as
// "season/2019"; else the month of its kick-off in UTC, as "month/2024-05".
func (f *Fixture) Partition() string {
	if f.API == nil {
		return "season/" + strconv.Itoa(f.Files.Year())
	}
	return "month/" + time.UnixMicro(f.kickoff()).UTC().Format("2006-01")
}

// kickoff is the kick-off of the fixture's row, in µs.
func (f *Fixture) kickoff() int64 {
	if f.Files != nil && f.Files.KickoffKnown && !f.API.Timed {
		return f.Files.Kickoff.UnixMicro()
	}
	return f.API.Kickoff
}

// WriteKey writes the names of all that a fixture's rows are made from: what each
// source tells of it, and what was decided for it.
func (j Joined) WriteKey(w *bufio.Writer, f *Fixture) {
	_, _ = w.WriteString(f.ID)
	_ = w.WriteByte('\n')
	if f.Files != nil {
		_, _ = w.Write(f.Files.Digest[:])
	}
	if f.API == nil {
		return
	}
	league := j.leagues[f.division]
	fmt.Fprintf(w, "%q %q %q %q %q %d\n", f.division, f.season, f.HomeID, f.AwayID, league.Country, league.Level)
	for _, api := range append([]*answers.History{f.API}, f.others...) {
		fmt.Fprintf(w, "%d %x\n", api.ID, api.Digest)
		for _, team := range api.AbsentTeams {
			fmt.Fprintf(w, "%q\n", j.names.teamIDOf(team))
		}
	}
}
