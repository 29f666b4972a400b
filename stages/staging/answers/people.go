package answers

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"matchday/stages/staging/compact"
	"matchday/stages/staging/parallel"
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
				x.takePosition(v.PlayerID, SquadPosition{position, place}, nil)
			}
		}
		for _, a := range o.Responses {
			for _, p := range a.Players {
				x.add(p, o.FetchedAt, place)
			}
			for _, s := range a.TeamSheets {
				for _, p := range s.Players {
					x.takePlayer(p.ID, Person{Player: table.Player{Name: p.Name, Position: p.Position, LandedAt: o.FetchedAt}, place: place}, nil)
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
	}}, nil)
}

// takePlayer takes what is told of a player, unless more or something later is known.
func (x *People) takePlayer(id int64, p Person, places []int) {
	if id == 0 {
		return
	}
	known := x.Players[id]
	switch {
	case known == nil:
		x.Players[id] = &p
	case known.Whole != p.Whole:
		if p.Whole {
			*known = p
		}
	case cmp.Or(cmp.Compare(p.LandedAt, known.LandedAt), before(p.place, known.place, places)) >= 0:
		*known = p
	}
}

// takePosition takes a player's position in a squad, unless one that was listed later is known.
func (x *People) takePosition(id int64, p SquadPosition, places []int) {
	if last, known := x.Positions[id]; !known || before(last.place, p.place, places) <= 0 {
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

// played is groups whose fixtures are played in one month, and what they tell of players
// together: few players are in one month's sheets alone.
type played struct {
	month  string
	groups []int
	places []int // of all their objects, one group after the other
	name   string
}

// blocks are those of all groups that tell of players, by month.
func (x *Facts) blocks() []*played {
	byMonth := map[string]*played{}
	for i, t := range x.told {
		if t.people == "" {
			continue
		}
		month := "" // of no fixture
		if len(t.fixtures) > 0 {
			month = t.fixtures[0].KickoffTime().Format("2006-01")
		}
		b := byMonth[month]
		if b == nil {
			b = &played{month: month}
			byMonth[month] = b
		}
		b.groups, b.places = append(b.groups, i), append(b.places, x.groups[i].places...)
	}
	all := slices.SortedFunc(maps.Values(byMonth), func(a, b *played) int { return strings.Compare(a.month, b.month) })
	for _, b := range all {
		var text []byte
		for _, i := range b.groups {
			text = append(text, x.told[i].people...)
			for _, place := range x.groups[i].places {
				r := &x.landed.Refs[place]
				text = append(append(append(append(text, r.Entity...), '/'), r.ID...), '\n')
			}
		}
		b.name = sumOf(text)
	}
	return all
}

// WritePeopleKey writes the names of all that People gives.
func (x *Facts) WritePeopleKey(w io.Writer) {
	for _, b := range x.blocks() {
		fmt.Fprintf(w, "%x\n", b.name)
	}
}

// People gives what all groups tell of players. Of a month that was read before a note
// tells, of another its objects.
func (x *Facts) People(ctx context.Context) (*People, error) {
	all := newPeople()
	for _, b := range x.blocks() {
		text, found := x.people.Get(b.name)
		if !found || all.read(text, b.places) != nil {
			together, err := x.together(ctx, b)
			if err != nil {
				return nil, err
			}
			text = string(together.text())
			x.people.Put(b.name, text)
			if err := all.read(text, b.places); err != nil {
				return nil, err
			}
		}
	}
	return all, x.people.Save()
}

// together reads what the groups of a block tell of players. Their places are those in
// the block.
func (x *Facts) together(ctx context.Context, b *played) (*People, error) {
	var groups []*group
	for _, i := range b.groups {
		groups = append(groups, x.groups[i])
	}
	shares, err := x.objectsOf(ctx, groups)
	if err != nil {
		return nil, err
	}
	parts := make([]*People, len(groups))
	parallel.Each(len(groups), func(i int) { parts[i] = peopleOf(shares[i], mergeGroup(shares[i])) })
	all, from := newPeople(), 0
	for i, g := range groups {
		all.take(parts[i], b.places, from)
		from += len(g.places)
	}
	return all, nil
}

// take takes what a group of a block tells, whose objects' places begin at from.
func (x *People) take(part *People, places []int, from int) {
	for id, p := range part.Players {
		p.place += from
		x.takePlayer(id, *p, places)
	}
	for id, p := range part.Positions {
		p.place += from
		x.takePosition(id, p, places)
	}
	maps.Copy(x.Rated, part.Rated)
}

// text is what is told, coded.
func (x *People) text() []byte {
	return withDictionary(func(c *compact.Coder) { x.code(c, nil, nil, nil) })
}

// read takes what a block tells that text coded. places are those of its objects.
func (x *People) read(text string, places []int) error {
	c, err := dictionaryOf(text)
	if err != nil {
		return fmt.Errorf("read what is told of players: %w", err)
	}
	x.code(c, func(id int64, p *Person) {
		p.place = places[p.place]
		x.takePlayer(id, *p, nil)
	}, func(id int64, p *SquadPosition) {
		x.takePosition(id, SquadPosition{p.Position, places[p.place]}, nil)
	}, func(id int64, ratings *[]Rating) { x.Rated[id] = *ratings })
	return c.Err()
}

// before compares two places of objects; places, unless nil, are where they really stand.
func before(a, b int, places []int) int {
	if places != nil {
		a, b = places[a], places[b]
	}
	return cmp.Compare(a, b)
}
