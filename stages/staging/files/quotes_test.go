package files

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"matchday/stages/staging/delimited"
)

const firstColumns, secondColumns = "Div,Date,HomeTeam,AwayTeam,", "Country,League,Season,Date,Home,Away,"

// quotesOf reads a first row, with rows behind it, and lists its price columns as
// "name=bookmaker market selection moment".
func quotesOf(t *testing.T, content string) []string {
	t.Helper()
	rows := delimited.NewRows(content)
	h, err := readHeader(&rows)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.look(rows); err != nil {
		t.Fatal(err)
	}
	h.addQuotes()
	var out []string
	for i, c := range h.columns {
		if c.kind == price {
			q := h.quotes[c.index].Quote
			out = append(out, h.names[i]+"="+strings.Join([]string{q.Bookmaker, q.Market, q.Selection, q.Moment}, " "))
		}
	}
	return out
}

func TestPriceColumns(t *testing.T) {
	for _, c := range []struct{ name, columns, want string }{
		{"an ordinary bookmaker", firstColumns + "B365H,B365D,B365A", "B365H=B365 1x2 H pre_match|B365D=B365 1x2 D pre_match|B365A=B365 1x2 A pre_match"},
		{"a closing price", firstColumns + "B365CH,B365CD,B365CA", "B365CH=B365 1x2 H closing|B365CD=B365 1x2 D closing|B365CA=B365 1x2 A closing"},
		{"VC Bet ends in a C and closes nothing", firstColumns + "VCH,VCD,VCA", "VCH=VC 1x2 H pre_match|VCD=VC 1x2 D pre_match|VCA=VC 1x2 A pre_match"},
		{"VC Bet's closing price", firstColumns + "VCCH,VCCD,VCCA", "VCCH=VC 1x2 H closing|VCCD=VC 1x2 D closing|VCCA=VC 1x2 A closing"},
		{"the exchange", firstColumns + "BFEH,BFED,BFEA,BFECH,BFECD,BFECA", "BFEH=BFE 1x2 H pre_match|BFED=BFE 1x2 D pre_match|BFEA=BFE 1x2 A pre_match|BFECH=BFE 1x2 H closing|BFECD=BFE 1x2 D closing|BFECA=BFE 1x2 A closing"},
		{"letters that nobody has seen", firstColumns + "ZZBH,ZZBD,ZZBA\n,,,,1.9,3.4,4.2", "ZZBH=ZZB 1x2 H pre_match|ZZBD=ZZB 1x2 D pre_match|ZZBA=ZZB 1x2 A pre_match"},
		{"unseen letters that end in C, with their closing price beside them", firstColumns + "ABCH,ABCD,ABCA,ABCCH,ABCCD,ABCCA\n,,,,1.9,3.4,4.2,1.9,3.4,4.2", "ABCH=ABC 1x2 H pre_match|ABCD=ABC 1x2 D pre_match|ABCA=ABC 1x2 A pre_match|ABCCH=ABC 1x2 H closing|ABCCD=ABC 1x2 D closing|ABCCA=ABC 1x2 A closing"},
		{"Pinnacle's two names", firstColumns + "PSH,PSD,PSA,P>2.5,PC<2.5", "PSH=PS 1x2 H pre_match|PSD=PS 1x2 D pre_match|PSA=PS 1x2 A pre_match|P>2.5=PS total over pre_match|PC<2.5=PS total under closing"},
		{"aggregates, old and new", firstColumns + "Bb1X2,BbMxH,BbMxD,BbMxA,BbOU,BbAv>2.5,AvgC<2.5,MaxCAHA", "BbMxH=Max 1x2 H pre_match|BbMxD=Max 1x2 D pre_match|BbMxA=Max 1x2 A pre_match|BbAv>2.5=Avg total over pre_match|AvgC<2.5=Avg total under closing|MaxCAHA=Max handicap A closing"},
		{"a bookmaker's own handicap line is no home price", firstColumns + "GBAHH,GBAHA,GBAH", "GBAHH=GB handicap H pre_match|GBAHA=GB handicap A pre_match"},
		{"a count of bookmakers is no price", firstColumns + "BbAH,BbAHh,BbMxAHH,BbMxAHA", "BbMxAHH=Max handicap H pre_match|BbMxAHA=Max handicap A pre_match"},
		{"a name that stands three times in a row", firstColumns + "LB,LB,LB", "LBH=LB 1x2 H pre_match|LBD=LB 1x2 D pre_match|LBA=LB 1x2 A pre_match"},
		{"Pinnacle's closing total without its name", firstColumns + "Over,Under,Total", "Over=PS total over closing|Under=PS total under closing"},
		{"the second layout's old names close too", secondColumns + "HG,AG,PH,PD,PA,MaxH,MaxD,MaxA\n,,,,,,1,0", "PH=PS 1x2 H closing|PD=PS 1x2 D closing|PA=PS 1x2 A closing|MaxH=Max 1x2 H closing|MaxD=Max 1x2 D closing|MaxA=Max 1x2 A closing"},
		{"the second layout's names of today", secondColumns + "HG,AG,PSCH,PSCD,PSCA,BFECH,BFECD,BFECA\n,,,,,,1,0", "PSCH=PS 1x2 H closing|PSCD=PS 1x2 D closing|PSCA=PS 1x2 A closing|BFECH=BFE 1x2 H closing|BFECD=BFE 1x2 D closing|BFECA=BFE 1x2 A closing"},
		{"a file of coming fixtures in the second layout", secondColumns + "PH,PD,PA,MaxH,AvgCH,AvgCD,HG,AG\n", "PH=PS 1x2 H pre_match|PD=PS 1x2 D pre_match|PA=PS 1x2 A pre_match|AvgCH=Avg 1x2 H pre_match|AvgCD=Avg 1x2 D pre_match"},
		{"coming fixtures with closing prices beside the others", secondColumns + "PSH,PSD,PSA,PSCH,PSCD,PSCA", "PSH=PS 1x2 H pre_match|PSD=PS 1x2 D pre_match|PSA=PS 1x2 A pre_match|PSCH=PS 1x2 H closing|PSCD=PS 1x2 D closing|PSCA=PS 1x2 A closing"},
		{"figures of one's own for both sides", firstColumns + "EloH,EloA,xGH,xGA\n,,,,1712,1644,1.83,1.62", ""},
		{"figures of one's own for all three", firstColumns + "FormH,FormD,FormA\n,,,,9,4,3", ""},
		{"fair odds of one's own", firstColumns + "ModelH,ModelD,ModelA,ModelCH,ModelCD,ModelCA\n,,,,2,4,4,2.01,3.98,3.99", ""},
		{"fair odds that no row fills", firstColumns + "ModelH,ModelD,ModelA\n,,,,,,", ""},
		{"probabilities of one's own", firstColumns + "ProbH,ProbD,ProbA\n,,,,0.5,0.25,0.25", ""},
		{"fair odds of goals and handicaps", firstColumns + "AHh,MyAHH,MyAHA,My>2.5,My<2.5\n,,,,0,2,2,1.9,2.11", ""},
		{"an over without its under", firstColumns + "My>2.5\n,,,,1.9", ""},
		{"goals and handicaps of unseen letters", firstColumns + "AHh,ZZBAHH,ZZBAHA,ZZB>2.5,ZZB<2.5\n,,,,0,1.9,1.95,1.9,1.9", "ZZBAHH=ZZB handicap H pre_match|ZZBAHA=ZZB handicap A pre_match|ZZB>2.5=ZZB total over pre_match|ZZB<2.5=ZZB total under pre_match"},
		{"a bookmaker with dirt in less than half of its rows", firstColumns + "ZZBH,ZZBD,ZZBA\n,,,,1.9,3.4,4.2\n,,,,1.9,3.4,4.2\n,,,,0,3.4,4.2\n", "ZZBH=ZZB 1x2 H pre_match|ZZBD=ZZB 1x2 D pre_match|ZZBA=ZZB 1x2 A pre_match"},
		{"a known bookmaker without its draw", firstColumns + "B365H,B365A\n,,,,2,2", "B365H=B365 1x2 H pre_match|B365A=B365 1x2 A pre_match"},
		{"a handicap of nobody is no price", firstColumns + "AHH,AHA", ""},
		{"a lone letter behind a word is no price", firstColumns + "FTHG,FTAG,HTR,OddA", ""},
	} {
		want := strings.Split(c.want, "|")
		if c.want == "" {
			want = nil
		}
		if got := quotesOf(t, c.columns); !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, want)
		}
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	for _, content := range []string{
		"", "\n\n,,\n", "<!DOCTYPE html><html>", "Date,Home,Away\n", "Div,Date,HomeTeam\nE0,1/1/20,Arsenal\n",
		"Div|Date|HomeTeam|AwayTeam\n", "PK\x03\x04\x00\x00", "season,round,player\n",
		"\xff\xfeD\x00i\x00v\x00,\x00", strings.Repeat("Div,", 1_000_000),
	} {
		if _, err := Parse([]byte(content)); !errors.Is(err, ErrNotFixtures) {
			t.Errorf("%.20q is taken for a fixtures file: %v", content, err)
		}
	}
	for _, content := range []string{
		firstColumns, ",,,\r\n" + secondColumns, "\ufeff" + firstColumns, "Div,Date,HT,AT\n", `"Div","Date","HomeTeam","AwayTeam"`,
		"Div;Date;HomeTeam;AwayTeam\n", "Country\tLeague\tDate\tTime\tHome\tAway\n",
	} {
		if warnings, err := Check([]byte(content), landedFirst); err != nil || warnings != nil {
			t.Errorf("%q: %v %v", content, warnings, err)
		}
	}
}
