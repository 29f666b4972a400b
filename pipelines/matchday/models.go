package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/models"
)

func (p *program) models() *cli.Command {
	why := func(value string) cli.Flag {
		return &cli.StringFlag{Name: "why", Value: value, Usage: "the `REASON` that the warehouse keeps"}
	}
	return p.group(&cli.Command{
		Name:        "models",
		Usage:       "the trained versions: look at them, deploy one, roll back",
		Description: "Example:\n  matchday models list",
		Subcommands: []*cli.Command{
			p.command(&cli.Command{
				Name: "list", Usage: "list all versions, oldest first; * marks the champion",
				Description: "Example:\n  matchday models list",
			}, listModels),
			p.command(&cli.Command{
				Name: "show", Usage: "show what a version was made from, and hold its files against their sums", ArgsUsage: "VERSION",
				Description: "Example:\n  matchday models show 20240519T020000Z-1a2b3c4d",
			}, showModel),
			p.command(&cli.Command{
				Name: "diff", Usage: "show in what two versions differ", ArgsUsage: "A B",
				Description: "Example:\n  matchday models diff 20240512T020000Z-5e6f7a8b 20240519T020000Z-1a2b3c4d",
			}, diffModels),
			p.command(&cli.Command{
				Name: "deploy", Usage: "make a version the champion, whatever the gate said", ArgsUsage: "VERSION",
				Description: "It takes effect at the next job.\n\nExample:\n  matchday models deploy --why \"the new one bets on too many draws\" 20240519T020000Z-1a2b3c4d",
				Flags:       []cli.Flag{why("by hand")},
			}, deployModel),
			p.command(&cli.Command{
				Name: "rollback", Usage: "make the champion before this one, or a named earlier one, the champion again", ArgsUsage: "[VERSION]",
				Description: "It takes effect at the next job.\n\nExample:\n  matchday models rollback",
				Flags:       []cli.Flag{why("rolled back by hand")},
			}, rollbackModel),
			p.command(&cli.Command{
				Name: "prune", Usage: "remove old versions, but never the champion nor the one before it",
				Description: "Example:\n  matchday models prune --keep 8",
				Flags:       []cli.Flag{&cli.IntFlag{Name: "keep", Value: 8, Usage: "how many of the newest versions stay, `N`"}},
			}, pruneModels),
		},
	})
}

// arguments refuses any other number of positional arguments.
func arguments(c *cli.Context, least, most int, what string) error {
	if n := c.NArg(); n < least || n > most {
		return usageError{fmt.Sprintf("want %s, got %d arguments", what, n), c.Command.HelpName}
	}
	return nil
}

func listModels(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	r, err := models.List(s.Env)
	return s.finish(r, err)
}

func showModel(s *session, c *cli.Context) error {
	if err := arguments(c, 1, 1, "one version"); err != nil {
		return err
	}
	r, err := models.Show(s.Env, c.Args().First())
	return s.finish(r, err)
}

func diffModels(s *session, c *cli.Context) error {
	if err := arguments(c, 2, 2, "two versions"); err != nil {
		return err
	}
	r, err := models.Diff(s.Env, c.Args().Get(0), c.Args().Get(1))
	return s.finish(r, err)
}

func deployModel(s *session, c *cli.Context) error {
	if err := arguments(c, 1, 1, "one version"); err != nil {
		return err
	}
	r, err := models.Deploy(c.Context, s.Env, c.Args().First(), c.String("why"))
	return s.finish(r, err)
}

func rollbackModel(s *session, c *cli.Context) error {
	if err := arguments(c, 0, 1, "at most one version"); err != nil {
		return err
	}
	r, err := models.Rollback(c.Context, s.Env, c.Args().First(), c.String("why"))
	return s.finish(r, err)
}

func pruneModels(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	if c.Int("keep") < 0 {
		return usagef("--keep: %d is not a number of versions, 0 or more", c.Int("keep"))
	}
	r, err := models.Prune(c.Context, s.Env, c.Int("keep"))
	return s.finish(r, err)
}
