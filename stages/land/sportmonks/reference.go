package sportmonks

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
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

// squadsPath is where the squad of a team is.
const squadsPath = "/football/squads/teams/"

// Squads returns the current squads of teams, with the players in them.
func (c *Client) Squads(ctx context.Context, teams []int64) ([]Object, error) {
	return c.perID(ctx, answers.SquadEntity, squadsPath+"%d", teams, 0, "player")
}

// Players returns players, one request each.
func (c *Client) Players(ctx context.Context, ids []int64) ([]Object, error) {
	return c.perID(ctx, answers.PlayerEntity, "/football/players/%d", ids, 0)
}

// perID asks an endpoint for each id. What the API refuses for one id costs the others
// nothing: the error tells of it, and comes with all that was answered.
func (c *Client) perID(ctx context.Context, entity, path string, ids []int64, perPage int, include ...string) ([]Object, error) {
	found, refused := make([][]Object, len(ids)), make([]error, len(ids))
	err := c.parallel(ctx, len(ids), c.cfg.Progress, func(ctx context.Context, i int) (err error) {
		found[i], err = c.list(ctx, listing{entity: entity, include: include, fresh: teamAge, build: func(include []string) query {
			return query{path: fmt.Sprintf(path, ids[i]), include: include, perPage: perPage}
		}})
		if unknownID(err) {
			refused[i], err = err, nil
		}
		return err
	})
	refused = slices.DeleteFunc(refused, func(err error) bool { return err == nil })
	if len(refused) > 0 && err == nil {
		err = fmt.Errorf("%d of %d requests were refused, the first of them: %w", len(refused), len(ids), refused[0])
	}
	return joinLists(found), err
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

// Playing are the teams in fixtures and the seasons of these and of leagues, each once.
// A team that stands for another one is none.
func Playing(objects []Object) (teams, seasons []int64) {
	for _, o := range objects {
		switch o.Entity {
		case answers.FixtureEntity:
			f, err := answers.Decode[answers.Fixture](o.Payload)
			if err != nil {
				continue // staging says what is wrong with it
			}
			seasons = append(seasons, f.SeasonID)
			sides, _ := f.Participants.Decode()
			for _, p := range sides {
				if p.Placeholder == nil || !*p.Placeholder {
					teams = append(teams, p.ID)
				}
			}
		case answers.LeagueEntity:
			if l, err := answers.Decode[answers.League](o.Payload); err == nil && l.CurrentSeason != nil {
				seasons = append(seasons, l.CurrentSeason.ID)
			}
		}
	}
	for _, ids := range []*[]int64{&teams, &seasons} {
		slices.Sort(*ids)
		*ids = slices.DeleteFunc(slices.Compact(*ids), func(id int64) bool { return id <= 0 })
	}
	return teams, seasons
}

// UnknownPlayers are the players in squads that say no more of them than a number, and
// of whom nothing has landed.
func UnknownPlayers(l lake.Lake, squads []Object) ([]int64, error) {
	unknown := map[string]bool{}
	for _, o := range squads {
		if row, err := answers.Decode[answers.Squad](o.Payload); err == nil && row.Player == nil {
			unknown[answers.SourceID(row.PlayerID)] = true
		}
	}
	if len(unknown) == 0 {
		return nil, nil
	}
	err := eachRow(l, answers.Folder, func(r landedRow) {
		if r.Entity == answers.PlayerEntity {
			delete(unknown, r.ID)
		}
	})
	var out []int64
	for id := range unknown {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out, err
}

// LongestAgo sorts teams by when their squads were last seen: those never seen first,
// so that where an allowance ends early, other teams wait than the week before.
func LongestAgo(l lake.Lake, teams []int64) ([]int64, error) {
	seen := map[string]int64{}
	for _, folder := range []string{answers.Folder, answers.SeenFolder} {
		err := eachRow(l, folder, func(r landedRow) {
			if _, rest, ok := strings.Cut(r.Request, squadsPath); ok && r.Entity == answers.SquadEntity {
				team, _, _ := strings.Cut(rest, "?")
				seen[team] = max(seen[team], r.FetchedAt)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	out := slices.Clone(teams)
	slices.SortStableFunc(out, func(a, b int64) int { return cmp.Compare(seen[answers.SourceID(a)], seen[answers.SourceID(b)]) })
	return out, nil
}
