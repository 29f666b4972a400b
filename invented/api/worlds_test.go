package api_test

import (
	"sync"

	"matchday/invented/world"
)

// defaultWorld is the world of the defaults, shared by tests that only look.
// Those that move the clock make their own.
var defaultWorld = sync.OnceValue(func() *world.World { return world.New(world.Options{Seed: 1}) })

// smallWorld takes milliseconds.
func smallWorld(o world.Options) *world.World {
	o.Seasons, o.Leagues = 1, []world.League{
		{ID: 8, Name: "First", Code: "A", Country: "England", Level: 1, Clubs: 20, Goals: 1.3},
		{ID: 9, Name: "Second", Code: "B", Country: "England", Level: 2, Clubs: 12, Goals: 1.2},
	}
	return world.New(o)
}
