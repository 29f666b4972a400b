package sportmonks

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"matchday/stages/staging/answers"
)

// Reference returns what changes seldom: types, states, leagues with their
// current season, the leagues' seasons, bookmakers and markets. leagues empty
// means all leagues of the plan.
func (c *Client) Reference(ctx context.Context, leagues []int64) ([]Object, error) {
	populate := func(entity, path string) listing {
		return listing{entity: entity, fresh: referenceAge, build: func([]string) query {
			return query{path: path, perPage: populateSize, filters: []string{"populate"}}
		}}
	}
	lists := []listing{
		populate(answers.TypeEntity, "/core/types"),
		populate(answers.BookmakerEntity, "/odds/bookmakers"),
		populate(answers.MarketEntity, "/odds/markets"),
		{entity: answers.StateEntity, fresh: referenceAge, build: func([]string) query {
			return query{path: "/football/states", perPage: pageSize}
		}},
		{entity: answers.LeagueEntity, fresh: referenceAge, include: []string{"currentSeason"}, build: func(include []string) query {
			return query{path: "/football/leagues", include: include, perPage: pageSize}
		}},
		{entity: answers.SeasonEntity, fresh: referenceAge, build: func([]string) query {
			return query{path: "/football/seasons", perPage: pageSize, filters: present(filter("seasonLeagues", leagues))}
		}, keep: func(o Object) bool {
			return len(leagues) == 0 || slices.Contains(leagues, field(o, "league_id"))
		}},
	}
	return c.lists(ctx, lists)
}

// Teams returns the teams of seasons.
func (c *Client) Teams(ctx context.Context, seasons []int64) ([]Object, error) {
	return c.perID(ctx, answers.TeamEntity, "/football/teams/seasons/%d", seasons, pageSize)
}

// Standings returns the tables of seasons.
func (c *Client) Standings(ctx context.Context, seasons []int64) ([]Object, error) {
	return c.perID(ctx, answers.StandingEntity, "/football/standings/seasons/%d", seasons, 0, "details")
}

// perID asks an endpoint for each id.
func (c *Client) perID(ctx context.Context, entity, path string, ids []int64, perPage int, include ...string) ([]Object, error) {
	lists := make([]listing, len(ids))
	for i, id := range ids {
		lists[i] = listing{entity: entity, include: include, fresh: teamAge, build: func(include []string) query {
			return query{path: fmt.Sprintf(path, id), include: include, perPage: perPage}
		}}
	}
	return c.lists(ctx, lists)
}

// lists reads several listings, some at a time.
func (c *Client) lists(ctx context.Context, lists []listing) ([]Object, error) {
	found := make([][]Object, len(lists))
	err := c.parallel(ctx, len(lists), c.cfg.Progress, func(ctx context.Context, i int) (err error) {
		found[i], err = c.list(ctx, lists[i])
		return err
	})
	return joinLists(found), err
}

// field reads one integer of an object; 0 if it is none.
func field(o Object, name string) int64 {
	var fields map[string]json.RawMessage
	var n int64
	if json.Unmarshal(head(o.Payload), &fields) != nil || json.Unmarshal(fields[name], &n) != nil {
		return 0
	}
	return n
}
