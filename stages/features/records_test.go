package features

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday"
)

// The statements that computed records before Go did, in the order in which they read
// one another.
var recordStatements = []string{"int_team_history", "int_known", "int_results_to_date", "ftr_form", "ftr_venue", "ftr_schedule", "ftr_base"}

func TestRecordsAreToTheBitWhatTheStatementsBeforeThemSaid(t *testing.T) {
	for _, asOf := range []time.Time{{}, matchday.Date(2003, time.March, 1), time.Date(2004, time.February, 29, 13, 30, 0, 0, time.UTC)} {
		s, err := openSession(t.Context(), t.TempDir(), 0, asOf)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.close() })
		run(t, s, file(t, "staged.sql"))
		run(t, s, file(t, "league.sql"))
		// Four fixtures of one team become known at one moment, and one club is new.
		run(t, s, "update scores set known_at = '2003-02-01 12:00:00+00' where known_at between '2003-02-01' and '2003-02-20';\n"+
			"update fixtures set home_team_id = 'Aland/new' where fixture_id in (select fixture_id from fixtures where level = 2 and country = 'Aland' order by as_of desc limit 1);\n")
		if err := s.create(t.Context(), all(t), append([]model{matchesModel}, beforeRatings...)...); err != nil {
			t.Fatal(err)
		}
		comparesRecords(t, s)
	}
}

// comparesRecords holds the groups that are made of records against the statements of
// before.
func comparesRecords(t *testing.T, s *session) {
	t.Helper()
	for _, name := range recordStatements {
		statement, err := os.ReadFile(filepath.Join("testdata", "before", name+".sql"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.ExecContext(context.Background(), "create table "+name+" as "+string(statement)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	consensus, err := os.ReadFile(filepath.Join("testdata", "before", "int_consensus.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for _, difference := range []string{"(" + string(consensus) + "\n) except (from int_consensus)", "int_consensus except (" + string(consensus) + "\n)"} {
		if rows := query(t, s, "from "+difference+" limit 3"); len(rows) > 0 {
			t.Errorf("the consensus differs: %s", text(rows))
		}
	}
	createRecords(t, s)
	for _, group := range []string{"form", "venue", "schedule", "base"} {
		statement, err := statementOf("ftr_" + group)
		if err != nil {
			t.Fatal(err)
		}
		columns := all(t)[group]
		for _, columns := range [][]string{columns[:len(columns)/2], columns[len(columns)/2:]} {
			list := strings.Join(columns, ", ")
			differing := query(t, s, "select was."+strings.Join(columns, ", was.")+" from (select row_id, "+list+" from ftr_"+group+") was join ("+statement+
				") now using (row_id) where row(was."+strings.Join(columns, ", was.")+") is distinct from row(now."+strings.Join(columns, ", now.")+") limit 3")
			if len(differing) > 0 {
				t.Errorf("%s: %d rows differ: were\n%s", group, len(differing), text(differing))
			}
		}
	}
}
