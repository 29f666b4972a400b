package files

import (
	"errors"
	"strings"
	"testing"

	"matchday"
	"matchday/stages/staging/delimited"
	"matchday/stages/staging/table"
)

func FuzzParse(f *testing.F) {
	f.Add([]byte("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,B365H,B365D,B365A,BbAHh,BbMxAHH\r\nE0,08/08/15,A,\"B, C\",1,0,1.5,#REF!,9,\"-1,-1.5\",1.9\r\n,,\n"))
	f.Add([]byte("\ufeffCountry,League,Season,Date,Time,Home,Away,HG,AG,Res,PSCH\nX,Y,2012/2013,03/08/2012,23:00,K\xf6ln,B,1,0,H,1.9,\"\n"))
	f.Add([]byte("Country;League;Date;Home;Away;PH;PD;PA\nX;Y;2025-08-24;\"A\nB\";C;1,9;3,4;4,2\nX;Z;08/24/2025;D;E\n"))
	f.Add([]byte("Div\tDate\tHomeTeam\tAwayTeam\tModelH\tModelD\tModelA\nE0\t2025-08-24 15:00:00\tA\tB\t2\t3\t4\nE0\t08.24.2025\tC\tD"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := Parse(content)
		_, refused := Check(content, landedFirst)
		if err != nil && refused == nil || refused != nil && len(file.Rows) > 0 && !errors.Is(refused, ErrUnusable) {
			t.Fatalf("%d rows and %v; to land: %v", len(file.Rows), err, refused)
		}
		lines := strings.Count(string(content), "\n") + strings.Count(string(content), "\r") + 1
		if len(file.Rows)+file.Blank > lines {
			t.Fatalf("%d rows and %d blank ones of %d lines", len(file.Rows), file.Blank, lines)
		}
		for _, r := range file.Rows {
			for _, name := range []string{r.Home, r.Away, r.Division, r.Country, r.League, r.Season, r.Referee} {
				if !delimited.IsName(name) || delimited.Text(name) != name {
					t.Fatalf("name %q of %+v", name, r)
				}
			}
			if y := r.Date.Year(); y < delimited.FirstYear || y > delimited.LastYear {
				t.Fatalf("date of %+v", r)
			}
			if r.Home == "" || r.Away == "" || r.Division == "" || r.Date.IsZero() || (r.HomeGoals == Missing) != (r.AwayGoals == Missing) {
				t.Fatalf("row %+v", r)
			}
			for _, p := range r.Prices {
				if int(p.Quote) >= len(file.Quotes) || p.Price <= priceUnit || p.Price > maxPrice || (p.Line != table.NoLine && p.Line%25 != 0) ||
					(p.Line == table.NoLine) != (file.Quotes[p.Quote].Market == matchday.Market1X2) {
					t.Fatalf("price %+v of %+v", p, r)
				}
			}
		}
		for _, r := range file.Rejects {
			if Explain(r.Reason) == Explain("") || r.Line < 1 || r.Line > lines || delimited.Shown(r.Detail, 2*delimited.MaxDetail) != r.Detail || len(r.Row) > delimited.MaxShown+len("…") {
				t.Fatalf("reject %+v", r)
			}
		}
	})
}
