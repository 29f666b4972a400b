package appearances

import (
	"testing"

	"matchday/stages/staging/delimited"
)

func FuzzParse(f *testing.F) {
	f.Add([]byte(head+",rating\nE0,1516,08/08/15,Arsenal,Leicester,h,p1,1,90,6\n"), "")
	f.Add([]byte(head+"\n\"E0,1516"), "minutes")
	f.Add([]byte("source;player_name;position;shots;"+"division;fd_season;fd_date;fd_home;fd_away;side;player_key;started;minutes\nx;\"a\nb\";GK;1e3;e0;2015.0;2015-08-08;A;B;away;k;t;\n"), "shots")
	f.Add([]byte(head+"\nE0,1516,08/13/15,A,B,h,p1,1,90\nE0,1516,13/08/15,A,B,h,p\x00,1,90\n"), "")
	f.Fuzz(func(t *testing.T, payload []byte, rating string) {
		table, err := Parse(payload, rating)
		refused := Check(payload, rating)
		if err != nil && refused == nil || refused != nil && len(table.Rows) > 0 {
			t.Fatalf("%d rows and %v; to land: %v", len(table.Rows), err, refused)
		}
		for _, r := range table.Rows {
			if r.Key == "" || r.Home == "" || r.Date.IsZero() || r.Line < 2 || r.Minutes < 0 {
				t.Fatalf("row %+v", r)
			}
			for _, name := range []string{r.Key, r.Name, r.Home, r.Away, r.Division, r.Season, table.Source} {
				if !delimited.IsName(name) {
					t.Fatalf("name %q of %+v", name, r)
				}
			}
		}
		for _, r := range table.Rejects {
			if Explain(r.Reason) == "" || r.Line < 2 || delimited.Shown(r.Row, 2*delimited.MaxShown) != r.Row {
				t.Fatalf("reject %+v", r)
			}
		}
	})
}
