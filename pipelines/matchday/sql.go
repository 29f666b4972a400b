package main

import (
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/job"
	"matchday/warehouse"
)

func (p *program) sql() *cli.Command {
	return p.command(&cli.Command{
		Name:        "sql",
		Usage:       "query the published warehouse, read-only",
		ArgsUsage:   "[\"STATEMENT\"]",
		Description: "Examples:\n  matchday sql \"SELECT * FROM predictions ORDER BY prediction_time DESC LIMIT 10\"\n  matchday sql --format csv --file sql/analytics/performance_by_model.sql > models.csv\n  matchday sql \"SHOW TABLES\"",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: "table", Usage: "`FORMAT` of the result: table, csv or json"},
			&cli.StringFlag{Name: "file", Usage: "read the statement from `FILE` instead, - for standard input"},
		},
	}, queryWarehouse)
}

func queryWarehouse(s *session, c *cli.Context) (report, error) {
	statement, err := readStatement(s, c)
	if err != nil {
		return nil, err
	}
	format, err := parseChoice(c, "format", warehouse.Formats...)
	if err != nil {
		return nil, err
	}
	if s.json {
		if c.IsSet("format") && format != "json" {
			return nil, usagef("--json and --format %s contradict each other", format)
		}
		format = "json"
	}
	to := s.stdout
	if format == "csv" {
		to = s.table
	}
	answer, err := warehouse.FormatTo(to, format)
	if err != nil {
		return nil, err
	}
	home := warehouse.Home{Dir: s.Home}
	var copied job.Copied
	copied.Compare(c.Context, s.Env, home) // on stderr: the answer is for programs
	return nil, warehouse.Query(c.Context, home, statement, answer)
}

// readStatement returns the argument, or what the file holds.
func readStatement(s *session, c *cli.Context) (string, error) {
	file := c.String("file")
	switch {
	case file == "" && c.NArg() == 1:
		return c.Args().First(), nil
	case file == "" || c.NArg() > 0:
		return "", usageError{fmt.Sprintf("want either one statement in quotes or --file, got %d arguments and --file %q", c.NArg(), file), c.Command.HelpName}
	case file == "-":
		text, err := io.ReadAll(s.stdin)
		return string(text), err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", usagef("--file: %v", err)
	}
	return string(text), nil
}
