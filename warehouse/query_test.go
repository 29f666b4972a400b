package warehouse_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	statements "matchday/sql"
	"matchday/warehouse"
)

// names keeps an answer's names of columns.
type names struct{ columns []string }

func (n *names) Header(columns []warehouse.Column) error {
	for _, c := range columns {
		n.columns = append(n.columns, c.Name)
	}
	return nil
}

func (n *names) Row([]any) error { return nil }
func (n *names) Close() error    { return nil }

func TestQueriesAreReadOnlyAndLockedDown(t *testing.T) {
	h := newHome(t)
	if err := warehouse.Query(t.Context(), h, "SELECT 1", &names{}); !errors.Is(err, warehouse.ErrNoAnalytics) {
		t.Errorf("an empty home: got %v, want ErrNoAnalytics", err)
	}
	replaceAndPublish(t, h, smallBatch("first"))
	for _, text := range []string{
		"DELETE FROM bets", "CREATE TABLE t (x INT)", "COPY bets TO 'x.csv'", "FROM read_csv('/etc/passwd')", "FROM '/etc/passwd'",
		"ATTACH 'other.duckdb'", "INSTALL httpfs", "LOAD httpfs", "SET enable_external_access = true", "RESET lock_configuration",
	} {
		if err := warehouse.Query(t.Context(), h, text, &names{}); !errors.As(err, new(*warehouse.StatementError)) {
			t.Errorf("%s: the error is %v, want a StatementError", text, err)
		}
	}
	if got := ask(t, h, "SELECT 1 AS a; SELECT 2 AS b"); got != "a\n1\n\nb\n2\n" {
		t.Errorf("the answers of two statements are %q", got)
	}
	err := warehouse.Query(t.Context(), h, "SELECT 1; SELEC 2; SELECT 3", &names{})
	if err == nil || !strings.HasPrefix(err.Error(), "statement 2 of 3: ") {
		t.Errorf("the error of the second of three statements is %v", err)
	}
	for _, text := range []string{"", " ; -- nothing\n"} {
		if err := warehouse.Query(t.Context(), h, text, &names{}); !errors.As(err, new(*warehouse.StatementError)) {
			t.Errorf("%q: the error is %v, want a StatementError", text, err)
		}
	}
}

func TestEveryStatementReturnsWhatItsHeaderSays(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	for _, folder := range []string{"checks", "analytics", "performance"} {
		files, err := statements.List(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			header, err := statements.HeaderOf(name)
			if err != nil {
				t.Fatal(err)
			}
			text, err := statements.Text(name)
			if err != nil {
				t.Fatal(err)
			}
			var documented []string
			for _, c := range header.Columns {
				documented = append(documented, c.Name)
			}
			got := &names{}
			if err := warehouse.Query(t.Context(), h, text, got); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if d := cmp.Diff(documented, got.columns); d != "" {
				t.Errorf("%s: documented and returned columns differ:\n%s", name, d)
			}
		}
	}
}

func TestTheStatementsOfTheContractRunWordForWord(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	page, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(page), "```sql\n")
	block, _, _ = strings.Cut(block, "```")
	var got []string
	for _, text := range strings.SplitAfter(strings.TrimSpace(block), ";") {
		if text != "" {
			got = append(got, ask(t, h, text))
		}
	}
	if len(got) != 3 {
		t.Fatalf("the contract has %d statements, expected 3", len(got))
	}
	if lines := strings.Count(got[0], "\n"); lines != 3 || !strings.Contains(strings.SplitN(got[0], "\n", 3)[1], "Stoke") {
		t.Errorf("the latest predictions are\n%s", got[0])
	}
	if got[1] != "max(prediction_time)\n2015-08-11T12:00:00Z\n" {
		t.Errorf("the latest moment is %s", got[1])
	}
	// 14.81 won on 12.34 staked is 120.0162 %.
	if want := "bet_outcome,total_bets,wins,total_staked,net_profit,roi\nH,1,1,12.3400,14.8100,120.0162"; !strings.HasPrefix(got[2], want) {
		t.Errorf("the bets by outcome are %s, expected to start with %s", got[2], want)
	}
}
