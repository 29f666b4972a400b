package matchfiles

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"matchday"
	"matchday/invented/world"
)

// The publisher's column sets: the one in use until 2018/19, with the maximum
// and average over all bookmakers under Bb and hardly any closing price, and
// the one since, with kick-off times and closing prices of everybody.
var (
	matchColumns = "FTHG,FTAG,FTR,HTHG,HTAG,HTR,Referee,HS,AS,HST,AST,HF,AF,HC,AC,HY,AY,HR,AR"
	oldHeader    = strings.Split("Div,Date,HomeTeam,AwayTeam,"+matchColumns+","+
		triples("B365", "BW", "IW", "PS", "WH", "VC")+
		",Bb1X2,BbMxH,BbAvH,BbMxD,BbAvD,BbMxA,BbAvA,BbOU,BbMx>2.5,BbAv>2.5,BbMx<2.5,BbAv<2.5"+
		",BbAH,BbAHh,BbMxAHH,BbAvAHH,BbMxAHA,BbAvAHA,PSCH,PSCD,PSCA", ",")
	priceColumns = triples("B365", "BW", "IW", "PS", "WH", "VC", "Max", "Avg") +
		",B365>2.5,B365<2.5,P>2.5,P<2.5,Max>2.5,Max<2.5,Avg>2.5,Avg<2.5" +
		",AHh,B365AHH,B365AHA,PAHH,PAHA,MaxAHH,MaxAHA,AvgAHH,AvgAHA," +
		triples("B365C", "BWC", "IWC", "PSC", "WHC", "VCC", "MaxC", "AvgC") +
		",B365C>2.5,B365C<2.5,PC>2.5,PC<2.5,MaxC>2.5,MaxC<2.5,AvgC>2.5,AvgC<2.5" +
		",AHCh,B365CAHH,B365CAHA,PCAHH,PCAHA,MaxCAHH,MaxCAHA,AvgCAHH,AvgCAHA"
	newHeader = strings.Split("Div,Date,Time,HomeTeam,AwayTeam,"+matchColumns+","+priceColumns, ",")
	// comingHeader is that of the file of coming fixtures: prices collected
	// before the match, and nothing that only its end can tell.
	comingHeader = strings.Split("Div,Date,Time,HomeTeam,AwayTeam,Referee,"+priceColumns[:strings.Index(priceColumns, ",B365CH")], ",")
)

// triples are the home, draw and away columns of prefixes.
func triples(prefixes ...string) string {
	var out []string
	for _, p := range prefixes {
		out = append(out, p+"H", p+"D", p+"A")
	}
	return strings.Join(out, ",")
}

var referees = []string{
	"A Marlowe", "B Okafor", "C Lindgren", "D Pereira", "E Whitlock", "F Sørensen", "G Halloran", "H Castellanos",
}

// putResult fills in what only the end of a fixture can tell.
func (f *Fixture) putResult(p *world.Play, at time.Time) {
	half := p.Score(0, 45, at)
	c := f.cells
	c["FTR"], c["HTR"] = string(matchday.OutcomeOf(f.Goals[0], f.Goals[1])), string(matchday.OutcomeOf(half[0], half[1]))
	for side, team := range [...]string{"H", "A"} {
		s := p.Sides[side].Statistics
		for column, n := range map[string]int{
			"FT" + team + "G": f.Goals[side], "HT" + team + "G": half[side], team + "S": s.Shots(), team + "ST": s.OnTarget,
			team + "F": s.Fouls, team + "C": s.Corners, team + "Y": s.Yellow, team + "R": s.Red,
		} {
			c[column] = strconv.Itoa(n)
		}
	}
}

// letters are the publisher's columns of the world's bookmakers; of the others
// it shows only the best price and the average.
var letters = map[string]string{"bet365": "B365", "Betway": "BW", "888Sport": "IW", "Pncl": "PS", "Unibet": "WH", "10Bet": "VC"}

// prices are home, draw, away; over, under; home and away at the line. 0 is none.
type prices [7]float64

// putPrices fills in each bookmaker's prices at one moment, and the best and the
// average over them, under the names of both layouts. mark is "C" for closing
// prices. The files have one handicap a fixture: bookmakers who ask for another
// line have no price there.
func (f *Fixture) putPrices(mark string, quotes []world.Quote) {
	line := usualLine(quotes)
	var best, average prices
	var n [len(best)]int
	for _, q := range quotes {
		if q.Repeated {
			continue
		}
		p := prices{q.Result[0], q.Result[1], q.Result[2], q.Total[0], q.Total[1]}
		if q.Line == line {
			p[5], p[6] = q.Handicap[0], q.Handicap[1]
		}
		for i, x := range p {
			if x > 0 {
				best[i] = max(best[i], x)
				average[i] += x
				n[i]++
			}
		}
		if columns, ok := letters[q.Name]; ok {
			f.put(columns+mark, p)
			if columns == "PS" { // goes by P in totals and handicaps
				f.put("P"+mark, p)
			}
		}
	}
	for i := range average {
		average[i] = math.Round(100*average[i]/float64(n[i])) / 100
	}
	f.put("Max"+mark, best)
	f.put("Avg"+mark, average)
	f.cells["AH"+mark+"h"] = price(line)
	if mark == "" {
		f.put("BbMx", best)
		f.put("BbAv", average)
		f.cells["BbAHh"] = price(line)
		f.cells["Bb1X2"], f.cells["BbOU"], f.cells["BbAH"] = strconv.Itoa(n[0]), strconv.Itoa(n[3]), strconv.Itoa(n[5])
	}
}

// usualLine is the handicap that most bookmakers ask for, the first of equals.
func usualLine(quotes []world.Quote) (line float64) {
	n := map[float64]int{}
	for _, q := range quotes {
		if n[q.Line]++; n[q.Line] > n[line] {
			line = q.Line
		}
	}
	return line
}

func (f *Fixture) put(columns string, p prices) {
	for i, column := range [...]string{"H", "D", "A", ">2.5", "<2.5", "AHH", "AHA"} {
		if p[i] > 0 {
			f.cells[columns+column] = price(p[i])
		}
	}
}

func price(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// joined is a row's line; no cell of this world holds a comma or a quote.
func joined(header []string, cells map[string]string) string {
	out := make([]string, len(header))
	for i, column := range header {
		out[i] = cells[column]
	}
	return strings.Join(out, ",")
}

// fileName is where a division's season stands: "2223/X0.csv".
func fileName(season, division string) string { return fmt.Sprintf("%s/%s.csv", season, division) }
