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
	Players   map[int64]Person
	Positions map[int64]SquadPosition // in the squads, as listed last
	Rated     map[int64][]Rating      // by fixture
}

// Person is a player as told last. A whole object counts more than a name.
type Person struct {
	table.Player
	Whole bool
	place int // of the object: of two at one moment the later counts
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
				x.Positions[v.PlayerID] = SquadPosition{position, place}
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
	return &People{map[int64]Person{}, map[int64]SquadPosition{}, map[int64][]Rating{}}
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
	before, known := x.Players[id]
	if known && (before.Whole && !p.Whole ||
		before.Whole == p.Whole && cmp.Or(cmp.Compare(p.LandedAt, before.LandedAt), cmp.Compare(p.place, before.place)) < 0) {
		return
	}
	p.PlayerID, p.Source, p.SourceID = PlayerID(id), Source, SourceID(id)
	x.Players[id] = p
}

// take takes what a group tells. places are those of its objects.
func (x *People) take(of *People, places []int) {
	for id, p := range of.Players {
		p.place = places[p.place]
		x.takePlayer(id, p)
	}
	for id, p := range of.Positions {
		p.place = places[p.place]
		if before, known := x.Positions[id]; !known || before.place <= p.place {
			x.Positions[id] = p
		}
	}
	for id, ratings := range of.Rated {
		x.Rated[id] = ratings
	}
}

// code codes what a group tells.
func (x *People) code(c *compact.Coder) {
	codeMap(c, x.Players, func(c *compact.Coder, p *Person) {
		c.Bool(&p.Whole)
		compact.Number(c, &p.place)
		compact.Number(c, &p.LandedAt)
		c.Text(&p.Name)
		c.Repeated(&p.Position)
		if p.Whole {
			codeWhole(c, &p.Player)
		}
	})
	codeMap(c, x.Positions, func(c *compact.Coder, p *SquadPosition) {
		c.Repeated(&p.Position)
		compact.Number(c, &p.place)
	})
	codeMap(c, x.Rated, func(c *compact.Coder, all *[]Rating) {
		compact.List(c, all, func(c *compact.Coder, r *Rating) {
			compact.Number(c, &r.Player)
			c.Repeated(&r.Position)
			c.Float(&r.Minutes)
			c.Float(&r.Rating)
		})
	})
	if c.Reading() {
		for id, p := range x.Players {
			p.PlayerID, p.Source, p.SourceID = PlayerID(id), Source, SourceID(id)
			x.Players[id] = p
		}
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

// codeMap codes a map in the order of its keys.
func codeMap[T any](c *compact.Coder, m map[int64]T, code func(*compact.Coder, *T)) {
	if !c.Reading() {
		n := len(m)
		compact.Number(c, &n)
		for _, id := range slices.Sorted(maps.Keys(m)) {
			value := m[id]
			compact.Number(c, &id)
			code(c, &value)
		}
		return
	}
	n := 0
	compact.Number(c, &n)
	for range n {
		var id int64
		var value T
		compact.Number(c, &id)
		if code(c, &value); c.Err() != nil {
			return
		}
		m[id] = value
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
		if text, found := x.people.Get(name); found {
			if of, err := readPeople(text); err == nil {
				all.take(of, g.places)
				continue
			}
		}
		objects, err := x.load(ctx, g.places)
		if err != nil {
			return nil, err
		}
		all.take(peopleOf(objects, mergeGroup(objects)), g.places)
	}
	return all, nil
}

func readPeople(text string) (*People, error) {
	c, err := dictionaryOf(text)
	if err != nil {
		return nil, err
	}
	of := newPeople()
	of.code(c)
	return of, c.Err()
}
