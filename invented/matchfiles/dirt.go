package matchfiles

import (
	"strconv"
	"strings"
)

// Dirt is one thing wrong with a file, of the kinds that the real files show.
type Dirt struct {
	File string
	// Line is where it stands, counted from 1; 0 if it is the whole file.
	Line int
	What string
	// Rejected says that the line holds nothing to keep; otherwise its fixture
	// must be kept, without what is unreadable.
	Rejected bool
}

// blankRows is how many rows of nothing but commas end one file.
const blankRows = 25

// plant spoils rows of the older seasons; the last season and the coming
// fixtures stay clean. Rows are counted from 0, the header not among them.
func (p *Publication) plant(sheets map[string]*sheet) {
	at := func(file string) *sheet { return sheets[file] }
	note := func(s *sheet, row int, what string) {
		p.Dirt = append(p.Dirt, Dirt{File: s.name, Line: s.lineOf(row), What: what})
	}
	behind := func(s *sheet, row int, text, what string) {
		s.raw[row] = text
		p.Dirt = append(p.Dirt, Dirt{File: s.name, Line: s.lineOf(row) + 1, What: what, Rejected: true})
	}

	s := at("2223/X0.csv")
	behind(s, 39, joined(s.header, s.rows[39]), "the row above once more")
	note(s, 80, "a price of 0")
	s.rows[80]["B365H"] = "0"
	behind(s, 100, "X0"+strings.Repeat(",#REF!", len(s.header)-1), "a row of #REF!")

	s = at("2223/X1.csv")
	p.respell(s)
	note(s, 30, "a row that ends behind the result")
	s.cut[30] = 7
	s.tail = strings.Repeat(strings.Repeat(",", len(s.header)-1)+s.newline, blankRows)
	p.Dirt = append(p.Dirt, Dirt{File: s.name, Line: s.lineOf(len(s.rows)), What: "blank rows to the end", Rejected: true})

	s = at("2223/Y0.csv")
	s.newline = "\n"
	p.Dirt = append(p.Dirt, Dirt{File: s.name, What: "line ends without carriage returns"})

	s = at("2223/Y1.csv")
	s.latin1 = true
	p.Dirt = append(p.Dirt, Dirt{File: s.name, What: "Latin-1 letters"})

	s = at("2324/X0.csv")
	row := s.awayFavourite(120)
	note(s, row, "an absurd price")
	s.rows[row]["B365H"] = "1.01"
	note(s, 150, "a row with more cells than the header")
	s.extra[150] = ",,3"

	s = at("2324/X1.csv")
	note(s, 60, "a result letter that contradicts the goals")
	s.rows[60]["FTR"] = map[string]string{"H": "A", "D": "H", "A": "D"}[s.rows[60]["FTR"]]

	s = at("2324/Y0.csv")
	s.bom = true
	p.Dirt = append(p.Dirt, Dirt{File: s.name, What: "a byte-order mark"})
	behind(s, 70, "Y0,31/02/2024,TSV Birkenau am See,VfL Blumenthal,1,0,H", "a date that does not exist")
	note(s, 90, "#REF! in place of a count")
	s.rows[90]["HS"] = "#REF!"

	s = at("2324/Y1.csv")
	behind(s, 20, "Y1,"+s.rows[20]["Date"], "a row that ends behind the date")

	for _, file := range []string{"2324/Y0.csv", "2324/Y1.csv"} { // wherever the club plays
		p.misspell(at(file), note)
	}
}

// lineOf is the line, from 1, on which a row stands.
func (s *sheet) lineOf(row int) int {
	n := row + 2
	for r := range s.raw {
		if r < row {
			n++
		}
	}
	return n
}

// awayFavourite finds the first row from one on in which the away side's price
// is short, so that a short one for the home side is absurd.
func (s *sheet) awayFavourite(from int) int {
	for row := from; row < len(s.rows); row++ {
		if p, err := strconv.ParseFloat(s.rows[row]["AvgA"], 64); err == nil && p < 2.2 {
			return row
		}
	}
	return from
}

// misspelt is a club's name that one row writes wrong, and respelt one that the
// whole first season writes otherwise. No other names of the world are similar, so
// a search for misspelt names finds only these.
var (
	misspelt = spelling{right: "Eintracht Lindenfels", wrong: "Eintracht Lindenfelz"}
	respelt  = spelling{right: "Fenbridge Albion", wrong: "Fenbridge Alb"}
)

type spelling struct{ right, wrong string }

// misspell writes one club's name wrong in one row, in the second half of the
// season.
func (p *Publication) misspell(s *sheet, note func(*sheet, int, string)) {
	for row := len(s.rows) / 2; row < len(s.rows); row++ {
		if s.rows[row]["HomeTeam"] == misspelt.right {
			note(s, row, "a misspelt team")
			p.spell(s, row, "HomeTeam", misspelt)
			return
		}
	}
}

// respell writes a club's name otherwise in all of a season.
func (p *Publication) respell(s *sheet) {
	p.Dirt = append(p.Dirt, Dirt{File: s.name, What: "a team spelled as in no later season"})
	for row := range s.rows {
		for _, side := range []string{"HomeTeam", "AwayTeam"} {
			if s.rows[row][side] == respelt.right {
				p.spell(s, row, side, respelt)
			}
		}
	}
}

// spell changes a name in a row and in its fixture, whose id follows the file.
func (p *Publication) spell(s *sheet, row int, side string, to spelling) {
	cells := s.rows[row]
	for i := range p.Fixtures {
		f := &p.Fixtures[i]
		if fileName(f.Season, f.Division) == s.name && f.Home == cells["HomeTeam"] && f.Away == cells["AwayTeam"] {
			if side == "HomeTeam" {
				f.Home = to.wrong
			} else {
				f.Away = to.wrong
			}
			f.ID = f.id()
			break
		}
	}
	cells[side] = to.wrong
}
