package example

import (
	"fmt"
	"math"
	"strconv"
	"strings"
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

// cells maps the publisher's column names to a fixture's values. It holds both
// layouts; the header of the file picks.
func (f *Fixture) cells(dateLayout string) map[string]string {
	c := map[string]string{
		"Div": f.Division, "Date": f.Date.Format(dateLayout), "Time": f.Time,
		"HomeTeam": f.Home, "AwayTeam": f.Away, "Referee": f.statistics.referee,
	}
	if f.Played {
		f.resultCells(c)
	}
	for _, closing := range []bool{false, true} {
		f.priceCells(c, closing)
	}
	return c
}

func (f *Fixture) resultCells(c map[string]string) {
	letter := func(goals [2]int) string {
		switch {
		case goals[0] > goals[1]:
			return "H"
		case goals[0] < goals[1]:
			return "A"
		}
		return "D"
	}
	s := f.statistics
	c["FTR"], c["HTR"] = letter(f.Goals), letter(s.half)
	for side, team := range []string{"H", "A"} {
		c["FT"+team+"G"] = strconv.Itoa(f.Goals[side])
		c["HT"+team+"G"] = strconv.Itoa(s.half[side])
		c[team+"S"] = strconv.Itoa(s.shots[side])
		c[team+"ST"] = strconv.Itoa(s.onTarget[side])
		c[team+"F"] = strconv.Itoa(s.fouls[side])
		c[team+"C"] = strconv.Itoa(s.corners[side])
		c[team+"Y"] = strconv.Itoa(s.yellow[side])
		c[team+"R"] = strconv.Itoa(s.red[side])
	}
}

// priceCells fills in each bookmaker's prices at one moment, and the best and
// the average over them, under the names of both layouts.
func (f *Fixture) priceCells(c map[string]string, closing bool) {
	mark := ""
	if closing {
		mark = "C"
	}
	var best, sum [7]float64
	n, line := 0, 0.0
	for _, q := range f.quotes {
		if q.closing != closing {
			continue
		}
		prices := q.all()
		for i, p := range prices {
			best[i] = math.Max(best[i], p)
			sum[i] += p
		}
		n, line = n+1, q.line
		putPrices(c, q.bookmaker+mark, prices)
		if q.bookmaker == "PS" { // goes by P in totals and handicaps
			putPrices(c, "P"+mark, prices)
		}
	}
	for i := range sum {
		sum[i] = math.Round(100*sum[i]/float64(n)) / 100
	}
	putPrices(c, "Max"+mark, best)
	putPrices(c, "Avg"+mark, sum)
	c["AH"+mark+"h"] = price(line)
	if !closing {
		putPrices(c, "BbMx", best)
		putPrices(c, "BbAv", sum)
		c["BbAHh"] = price(line)
		for _, count := range []string{"Bb1X2", "BbOU", "BbAH"} {
			c[count] = strconv.Itoa(n)
		}
	}
}

// all is the quote's prices in the order of putPrices.
func (q quote) all() [7]float64 {
	return [7]float64{q.result[0], q.result[1], q.result[2], q.total[0], q.total[1], q.handicap[0], q.handicap[1]}
}

func putPrices(c map[string]string, prefix string, prices [7]float64) {
	for i, column := range []string{"H", "D", "A", ">2.5", "<2.5", "AHH", "AHA"} {
		c[prefix+column] = price(prices[i])
	}
}

func price(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// line joins a row's cells; no cell of this world holds a comma or a quote.
func line(header []string, c map[string]string) string {
	out := make([]string, len(header))
	for i, column := range header {
		out[i] = c[column]
	}
	return strings.Join(out, ",")
}

// fileName is where a division's season stands: "2223/X0.csv".
func fileName(season, division string) string { return fmt.Sprintf("%s/%s.csv", season, division) }
