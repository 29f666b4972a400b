package answers

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"matchday/stages/staging/compact"
	"matchday/stages/staging/table"
)

// People is what is told of players: each as told last, and how they were rated.
type People struct {
	Players   map[int64]*Person
	Positions map[int64]SquadPosition // in the squads, as listed last
	Rated     map[int64][]Rating      // by fixture
}

// Person is a player as told last. A whole object counts more than a name.
type Person struct {
	table.Player // but for its ids
	Whole        bool
	place        int // of the object: of two at one moment the later counts
}

// SquadPosition is a player's position in a squad.
type SquadPosition struct {
	Position string
	place    int
}

// Rating is what a fixture's last team sheet says of a player with minutes and a rating.
type Rating struct {
	Player          int64
	Position        string
	Minutes, Rating float64
}

// peopleOf is what the objects of a group tell of players.
func peopleOf(objects []*Object, fixtures []*History) *People {
	x := newPeople()
	for place, o := range objects {
		switch v := o.Value.(type) {
		case *Player:
			x.add(v, o.FetchedAt, place)
		case *Squad:
			x.add(v.Player, o.FetchedAt, place)
			if position := Positions[Integer(v.PositionID)]; position != "" {
				x.takePosition(v.PlayerID, SquadPosition{position, place})
			}
		}
		for _, a := range o.Responses {
			for _, p := range a.Players {
				x.add(p, o.FetchedAt, place)
			}
			for _, s := range a.TeamSheets {
				for _, p := range s.Players {
					x.takePlayer(p.ID, Person{Player: table.Player{Name: p.Name, Position: p.Position, LandedAt: o.FetchedAt}, place: place})
				}
			}
		}
	}
	for _, f := range fixtures {
		f.rated(func(r Rating) { x.Rated[f.ID] = append(x.Rated[f.ID], r) })
	}
	return x
}

func newPeople() *People {
	return &People{map[int64]*Person{}, map[int64]SquadPosition{}, map[int64][]Rating{}}
}

func (x *People) none() bool {
	return len(x.Players) == 0 && len(x.Positions) == 0 && len(x.Rated) == 0
}

// add takes a player's whole object.
func (x *People) add(p *Player, at int64, place int) {
	if p == nil {
		return
	}
	x.takePlayer(p.ID, Person{Whole: true, place: place, Player: table.Player{
		Name: cmp.Or(Text(p.Name), Text(p.DisplayName)), DisplayName: Text(p.DisplayName), FirstName: Text(p.FirstName), LastName: Text(p.LastName),
		Position: Positions[Integer(p.PositionID)], DateOfBirth: OptionalDay(DayOf(p.DateOfBirth)),
		HeightCM: Small(p.Height), WeightKG: Small(p.Weight), NationalityID: p.NationalityID, LandedAt: at,
	}})
}

// takePlayer takes what is told of a player, unless more or something later is known.
func (x *People) takePlayer(id int64, p Person) {
	if id == 0 {
		return
	}
	before := x.Players[id]
	switch {
	case before == nil:
		x.Players[id] = &p
	case before.Whole != p.Whole:
		if p.Whole {
			*before = p
		}
	case cmp.Or(cmp.Compare(p.LandedAt, before.LandedAt), cmp.Compare(p.place, before.place)) >= 0:
		*before = p
	}
}

// takePosition takes a player's position in a squad, unless one that was listed later is known.
func (x *People) takePosition(id int64, p SquadPosition) {
	if before, known := x.Positions[id]; !known || before.place <= p.place {
		x.Positions[id] = p
	}
}

// code codes what a group tells; what is read goes to the functions.
func (x *People) code(c *compact.Coder, player func(int64, *Person), position func(int64, *SquadPosition), rated func(int64, *[]Rating)) {
	codeMap(c, x.Players, func(c *compact.Coder, p **Person) {
		if c.Reading() {
			*p = &Person{}
		}
		(*p).code(c)
	}, func(id int64, p **Person) { player(id, *p) })
	codeMap(c, x.Positions, func(c *compact.Coder, p *SquadPosition) {
		c.Repeated(&p.Position)
		compact.Number(c, &p.place)
	}, position)
	codeMap(c, x.Rated, func(c *compact.Coder, all *[]Rating) {
		compact.List(c, all, func(c *compact.Coder, r *Rating) {
			compact.Number(c, &r.Player)
			c.Repeated(&r.Position)
			c.Float(&r.Minutes)
			c.Float(&r.Rating)
		})
	}, rated)
}

func (p *Person) code(c *compact.Coder) {
	c.Bool(&p.Whole)
	compact.Number(c, &p.place)
	compact.Number(c, &p.LandedAt)
	c.Text(&p.Name)
	if c.Repeated(&p.Position); p.Whole {
		codeWhole(c, &p.Player)
	}
}

// codeWhole is what a whole object says beside the player's name.
func codeWhole(c *compact.Coder, p *table.Player) {
	c.Text(&p.DisplayName)
	c.Text(&p.FirstName)
	c.Text(&p.LastName)
	for _, n := range []**int32{&p.DateOfBirth, &p.HeightCM, &p.WeightKG} {
		compact.Optional(c, n, compact.Number)
	}
	compact.Optional(c, &p.NationalityID, compact.Number)
}

// codeMap codes a map in the order of its keys; what is read goes to use.
func codeMap[T any](c *compact.Coder, m map[int64]T, code func(*compact.Coder, *T), use func(int64, *T)) {
	n := len(m)
	if compact.Number(c, &n); !c.Reading() {
		for _, id := range slices.Sorted(maps.Keys(m)) {
			value := m[id]
			compact.Number(c, &id)
			code(c, &value)
		}
		return
	}
	for range n {
		var id int64
		var value T
		compact.Number(c, &id)
		if code(c, &value); c.Err() != nil {
			return
		}
		use(id, &value)
	}
}

// WritePeopleKey writes the names of all that People gives.
func (x *Facts) WritePeopleKey(w io.Writer) {
	for i, g := range x.groups {
		if x.told[i].people == "" {
			continue
		}
		fmt.Fprintf(w, "%x", x.told[i].people)
		for _, place := range g.places {
			fmt.Fprintln(w, x.landed.Refs[place].Entity, x.landed.Refs[place].ID)
		}
	}
}

// People reads what all groups tell of players.
func (x *Facts) People(ctx context.Context) (*People, error) {
	all := newPeople()
	for i, g := range x.groups {
		name := x.told[i].people
		if name == "" {
			continue
		}
		text, found := x.people.Get(name)
		if !found {
			objects, err := x.load(ctx, g.places)
			if err != nil {
				return nil, err
			}
			text = string(peopleOf(objects, mergeGroup(objects)).text())
		}
		if err := all.read(text, g.places); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// text is what a group tells, coded.
func (x *People) text() []byte {
	return withDictionary(func(c *compact.Coder) { x.code(c, nil, nil, nil) })
}

// read takes what a group tells that text coded. places are those of its objects.
func (x *People) read(text string, places []int) error {
	c, err := dictionaryOf(text)
	if err != nil {
		return fmt.Errorf("read what is told of players: %w", err)
	}
	x.code(c, func(id int64, p *Person) {
		p.place = places[p.place]
		x.takePlayer(id, *p)
	}, func(id int64, p *SquadPosition) {
		x.takePosition(id, SquadPosition{p.Position, places[p.place]})
	}, func(id int64, ratings *[]Rating) { x.Rated[id] = *ratings })
	return c.Err()
}
