package example

// division is one league of the invented world. Divisions of one country are
// linked by promotion and relegation; codes follow the publisher's habit of a
// country's letter and the level, counted from 0.
type division struct {
	code    string
	country int // index into countries
	level   int // 0 is the top
	clubs   int
	goals   float64 // goals a side scores away from home between equals
}

var divisions = []division{
	{"X0", 0, 0, 16, 1.18},
	{"X1", 0, 1, 14, 1.14},
	{"Y0", 1, 0, 16, 1.27},
	{"Y1", 1, 1, 12, 1.22},
}

// moves is how many clubs go up and as many down between two divisions.
const moves = 2

// countries lists each country's clubs; the generator deals them out to its
// divisions in this order. No name lies within two letters of another, so that
// a search for misspelt names finds only the one that was planted.
var countries = [][]string{
	{
		"Ashcombe", "Brindle Town", "Carrowmere", "Dunmarsh", "Elverton Rovers", "Fenwick Vale",
		"Garrowby", "Hollin Park", "Ivelmouth", "Jessop United", "Kestrel Bay", "Larkhaven",
		"Mossgate", "Nethercliff", "Oakenshaw", "Pellham Wanderers", "Quarrington", "Ravensford",
		"Skelby", "Thornwick Albion", "Underhill", "Vexley", "Wintermoor", "Yarrowdale",
		"Zennerby", "Appledyke", "Birchover City", "Coldbrook", "Drayholme", "Eastrigg",
	},
	{
		"Alvarenga", "Bjørnvik", "Castellane", "Dorvang", "Estrela Azul", "Fjellstad",
		"Göllnitz", "Hvidsande", "Iskelund", "Joutsa Norte", "Krähental", "Lindesborg",
		"Montferrat", "Nordhavn", "Ostermark", "Peñalara", "Quintela", "Rosenhöhe",
		"Saltvik", "Tannenau", "Ulvsund", "Valdorra", "Wiesenbach", "Ystrand",
		"Zollerberg", "Aurelia 09", "Brückenfeld", "Côte Rouge",
	},
}

// misspelt is how one row of the files writes a club's name, and respelt how the
// whole first season writes another's.
var (
	misspelt = spelling{right: "Lindesborg", wrong: "Lindesburg"}
	respelt  = spelling{right: "Thornwick Albion", wrong: "Thornwick Alb"}
)

type spelling struct{ right, wrong string }

var referees = []string{
	"A Marlowe", "B Okafor", "C Lindgren", "D Pereira", "E Whitlock", "F Sørensen", "G Halloran", "H Castellanos",
}
