package main

import (
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/stages/deploy"
)

func (p *program) models() *cli.Command {
	why := func(value string) cli.Flag {
		return &cli.StringFlag{Name: "why", Value: value, Usage: "the `REASON`, which the warehouse records"}
	}
	return p.group(&cli.Command{
		Name:        "models",
		Usage:       "show the trained versions, deploy one, roll back",
		Description: "Example:\n  matchday models list",
		Subcommands: []*cli.Command{
			p.command(&cli.Command{
				Name: "list", Usage: "list all versions, oldest first; * marks the champion",
				Description: "Example:\n  matchday models list",
			}, listModels),
			p.command(&cli.Command{
				Name: "show", Usage: "show what a version was made from, and check its files", ArgsUsage: "VERSION",
				Description: "Example:\n  matchday models show 20240519T020000Z-1a2b3c4d",
			}, showModel),
			p.command(&cli.Command{
				Name: "diff", Usage: "show in what two versions differ", ArgsUsage: "A B",
				Description: "Example:\n  matchday models diff 20240512T020000Z-5e6f7a8b 20240519T020000Z-1a2b3c4d",
			}, diffModels),
			p.command(&cli.Command{
				Name: "deploy", Usage: "make a version the champion, whatever the gate said", ArgsUsage: "VERSION",
				Description: "It takes effect at the next job. " + twiceText + "\n\nExample:\n  matchday models deploy --why \"the new one bets on too many draws\" 20240519T020000Z-1a2b3c4d",
				Flags:       append(twiceFlags(), why("by hand")),
			}, deployModel),
			p.command(&cli.Command{
				Name: "rollback", Usage: "make the previous champion, or a named earlier one, the champion again", ArgsUsage: "[VERSION]",
				Description: "It takes effect at the next job. " + twiceText + "\n\nExample:\n  matchday models rollback --from 20240519T020000Z-1a2b3c4d",
				Flags: append(twiceFlags(), why("rolled back by hand"),
					&cli.StringFlag{Name: "from", Usage: "refuse unless `VERSION` is still the champion"}),
			}, rollbackModel),
			p.command(&cli.Command{
				Name: "prune", Usage: "remove old versions, but never the champion nor the one before it",
				Description: "Example:\n  matchday models prune --keep 8",
				Flags:       []cli.Flag{&cli.IntFlag{Name: "keep", Value: 8, Usage: "keep the `N` newest versions"}},
			}, pruneModels),
		},
	})
}

func listModels(s *session, c *cli.Context) (report, error) {
	return models.List(s.Env)
}

func showModel(s *session, c *cli.Context) (report, error) {
	r, err := models.Show(s.Env, c.Args().First())
	return r, unknownVersion(c, err)
}

func diffModels(s *session, c *cli.Context) (report, error) {
	r, err := models.Diff(s.Env, c.Args().Get(0), c.Args().Get(1))
	return r, unknownVersion(c, err)
}

func deployModel(s *session, c *cli.Context) (report, error) {
	return changeChampion(s, c, models.Deploy)
}

func rollbackModel(s *session, c *cli.Context) (report, error) {
	return changeChampion(s, c, models.Rollback)
}

func changeChampion(s *session, c *cli.Context, change func(context.Context, job.Env, models.ChangeOptions) (models.ChampionReport, error)) (report, error) {
	if err := checkTwice(c); err != nil {
		return nil, err
	}
	r, err := change(c.Context, s.Env, models.ChangeOptions{
		Version: c.Args().First(), From: c.String("from"), Why: c.String("why"), ID: c.String("id"), Again: c.Bool("again"),
	})
	return r, unknownVersion(c, err)
}

func pruneModels(s *session, c *cli.Context) (report, error) {
	if c.Int("keep") < 0 {
		return nil, usagef("--keep: %d is not 0 or more", c.Int("keep"))
	}
	return models.Prune(c.Context, s.Env, c.Int("keep"))
}

// unknownVersion makes it a mistake in the arguments that they name a version which
// the home does not have.
func unknownVersion(c *cli.Context, err error) error {
	if c.Args().Present() && errors.Is(err, deploy.ErrNoSuchVersion) {
		return job.BadInput{Reason: err.Error()}
	}
	return err
}
