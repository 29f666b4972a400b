package world

import (
	"time"

	"matchday"
)

// League is one competition with a table. The default leagues have the source's
// own ids, because other code knows these leagues by id. Their clubs are invented.
type League struct {
	ID      int64
	Name    string
	Code    string // the source's short code
	Country string // leagues of one country are linked
	Level   int    // 1 is the country's top
	Clubs   int    // an even number
	Goals   float64
}

// DefaultLeagues are two levels in each of two countries: 1,544 fixtures a
// season. Goals is the mean of a side's goals between average clubs on neutral
// ground.
func DefaultLeagues() []League {
	return []League{
		{ID: 8, Name: "Premier League", Code: "UK PL", Country: "England", Level: 1, Clubs: 20, Goals: 1.27},
		{ID: 9, Name: "Championship", Code: "UK C", Country: "England", Level: 2, Clubs: 24, Goals: 1.16},
		{ID: 82, Name: "Bundesliga", Code: "GER BL", Country: "Germany", Level: 1, Clubs: 18, Goals: 1.38},
		{ID: 85, Name: "2. Bundesliga", Code: "GER 2BL", Country: "Germany", Level: 2, Clubs: 18, Goals: 1.31},
	}
}

// Competition is a competition of the world: a League, or the first country's cup.
type Competition struct {
	League
	Country *Country
	Cup     bool
	Clubs   []*Club // of the season that is being played
}

// moves is how many clubs are promoted and relegated between two levels each summer.
const moves = 3

// Country is a system of linked leagues with its own clubs, players and hours.
type Country struct {
	ID             int64
	Name           string
	aheadOfLondon  int    // hours that its clocks are ahead of London's
	weekend        []slot // kick-offs that are used once a round; the rest share usual
	usual, midweek clock
	competitions   []*Competition // by level
	clubs          []*Club
	freeAgents     []*Player // without a club
	towns          []string
	club           func(town string, i int) string
	first, last    []string // players' names
}

// clock is a local time of day.
type clock struct{ hour, minute int }

// at is a local time of a date, in UTC.
func (c *Country) at(date time.Time, local clock) time.Time {
	return matchday.KickoffAt(date, local.hour-c.aheadOfLondon, local.minute)
}

// slot is a kick-off relative to a round's Saturday.
type slot struct {
	days int
	clock
}

func countryOf(name string) *Country {
	if name == "Germany" {
		return &Country{
			ID: 11, Name: name, aheadOfLondon: 1,
			weekend: []slot{{-1, clock{20, 30}}, {0, clock{18, 30}}, {1, clock{15, 30}}, {1, clock{17, 30}}},
			usual:   clock{15, 30}, midweek: clock{20, 30},
			towns: germanTowns, first: germanFirst, last: germanLast,
			club: func(town string, i int) string {
				return [...]string{"SV ", "FC ", "TSV ", "VfL ", "SpVgg ", "Eintracht ", "Fortuna "}[i%7] + town
			},
		}
	}
	id := int64(462)
	if name != "England" { // any other country has English names
		id = 90_000
		for _, c := range name {
			id += int64(c)
		}
	}
	return &Country{
		ID: id, Name: name,
		weekend: []slot{{-1, clock{20, 0}}, {0, clock{12, 30}}, {0, clock{17, 30}}, {1, clock{14, 0}}, {1, clock{16, 30}}},
		usual:   clock{15, 0}, midweek: clock{19, 45},
		towns: englishTowns, first: englishFirst, last: englishLast,
		club: func(town string, i int) string {
			return town + [...]string{" United", " City", " Town", " Rovers", " Albion", " Athletic", " Wanderers"}[i%7]
		},
	}
}

// Names of places and people, none of which has a professional club.
var (
	englishTowns = []string{
		"Aldermoor", "Ashcombe", "Barrowick", "Bexthorpe", "Birchley", "Blackmere", "Bramfield", "Brockhurst",
		"Calderwick", "Carnmouth", "Charlbrook", "Cleverstoke", "Coldharbour", "Cranleigh Vale", "Dunmarsh", "Eastmere",
		"Elmswick", "Fairholt", "Fenbridge", "Foxcombe", "Garsdale", "Glenholme", "Greywater", "Hadleyford",
		"Halewick", "Harrowmere", "Hexmoor", "Holmbury", "Ironbridge Park", "Kelthorpe", "Kingsmarsh", "Langmere",
		"Larkfield", "Marlowick", "Millhaven", "Netherby", "Northolme", "Oakhampton Vale", "Penbury", "Ravensford",
		"Redcombe", "Saltmarsh", "Silverdale", "Stonehurst", "Thornwick", "Upperby", "Westmoor", "Wolverstoke",
	}
	germanTowns = []string{
		"Altenmoor", "Auerstein", "Birkenau am See", "Blumenthal", "Brandeck", "Dornheim", "Eichwalde", "Erlenbach",
		"Falkenau", "Finsterau", "Grünfelde", "Hagenow am Berg", "Hallerfeld", "Hirschau", "Hohenlinde", "Kaltenborn",
		"Kirchhain", "Kronau", "Lauterbrunn", "Lindenfels", "Löwenbrück", "Marienau", "Moorburg", "Neuenstein",
		"Oberwalde", "Pappelheim", "Rabenstein", "Rosenau", "Schönbrück", "Seefelde", "Steinach am Wald", "Tannroda",
		"Uhlenhorst", "Waldkirchen", "Weidenau", "Wolfsberg",
	}
	englishFirst = []string{"Adam", "Ben", "Callum", "Daniel", "Ethan", "Finley", "George", "Harry", "Isaac", "Jack", "Kieran", "Liam",
		"Marcus", "Nathan", "Oliver", "Patrick", "Reece", "Samuel", "Tom", "Will"}
	englishLast = []string{"Abbot", "Barlow", "Carver", "Dawson", "Ellery", "Farrow", "Gantry", "Hollis", "Ingram", "Jessop", "Kendrick",
		"Lomax", "Marsden", "Norcliffe", "Ormond", "Prescott", "Quarmby", "Radley", "Sorrell", "Tranter", "Underhill", "Varley",
		"Whitlock", "Yardley", "Ashdown", "Brigstock", "Crowther", "Dunnett", "Eastham", "Fallows"}
	germanFirst = []string{"Anton", "Bastian", "Christian", "David", "Emil", "Felix", "Georg", "Henrik", "Ingo", "Jonas", "Kai", "Lukas",
		"Matthias", "Niklas", "Oskar", "Paul", "Robin", "Sebastian", "Timo", "Ulrich"}
	germanLast = []string{"Ackermann", "Bergmann", "Clausen", "Dietz", "Ebert", "Fiedler", "Gerlach", "Hoffmeister", "Ihle", "Jansen",
		"Kästner", "Lorenz", "Möller", "Nagel", "Ostermann", "Petersen", "Quandt", "Reuter", "Sommer", "Thiele", "Ullrich", "Vogt",
		"Winkler", "Ziegler", "Brückner", "Drescher", "Engel", "Falk", "Grote", "Haas"}
)
