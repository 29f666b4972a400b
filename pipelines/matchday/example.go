package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"matchday/invented/matchfiles"
)

func (p *program) example() *cli.Command {
	write := p.command(&cli.Command{
		Name:        "write",
		Usage:       "write the invented world's files into a folder",
		ArgsUsage:   "DIR",
		Description: "Four invented divisions of two countries over three seasons, in the layout of\nfootball-data.co.uk, with a few dirty rows and with coming fixtures.\n\nExample:\n  matchday example write --seed 1 /tmp/world",
		Flags: []cli.Flag{
			&cli.Uint64Flag{Name: "seed", Usage: "`N` from which every number is drawn; the same seed writes the same bytes", Value: matchfiles.DefaultSeed},
		},
	}, writeExample)
	return p.group(&cli.Command{
		Name:        "example",
		Usage:       "an invented world to try the jobs on",
		Description: "Example:\n  matchday example write /tmp/world",
		Subcommands: []*cli.Command{write},
	})
}

func writeExample(s *session, c *cli.Context) (report, error) {
	world := matchfiles.New(c.Uint64("seed"))
	if err := world.Write(c.Args().First()); err != nil {
		return nil, err
	}
	return exampleReport{Dir: c.Args().First(), Seed: world.Seed, Files: len(world.Files()), Fixtures: len(world.Fixtures)}, nil
}

// exampleReport counts what was written.
type exampleReport struct {
	Dir      string `json:"dir"`
	Seed     uint64 `json:"seed"`
	Files    int    `json:"files"`
	Fixtures int    `json:"fixtures"` // played and coming
}

// WriteText prints one line.
func (r exampleReport) WriteText(w io.Writer) error {
	_, err := fmt.Fprintf(w, "Wrote %d fixtures in %d files to %s (seed %d).\n", r.Fixtures, r.Files, r.Dir, r.Seed)
	return err
}
