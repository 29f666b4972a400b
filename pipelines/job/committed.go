package job

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"matchday/warehouse"
)

// Committed is embedded in the reports of jobs that write to the warehouse. What
// fails after the commit is no failure of the job: nobody should give the command
// again because of it.
type Committed struct {
	Warnings []string `json:"warnings,omitempty"` // what failed after the commit
}

// Warn logs what failed after a commit, and keeps it for the report.
func (c *Committed) Warn(e Env, err error) {
	err = NameFullDisk(err)
	e.Log.Warn("all is written, but something failed after it", "reason", err)
	c.Warnings = append(c.Warnings, err.Error())
}

// AfterCommit is what failed after the commit.
func (c Committed) AfterCommit() []string { return c.Warnings }

// WarningLines is a line for people of each warning.
func (c Committed) WarningLines() string {
	var b strings.Builder
	for _, w := range c.Warnings {
		fmt.Fprintf(&b, "Warning: all is written, but %s\n", w)
	}
	return b.String()
}

// Append is warehouse.AppendLive; what fails after the commit is a warning.
func (c *Committed) Append(ctx context.Context, e Env, home warehouse.Home, f func(context.Context, *warehouse.Transaction) error) error {
	err := warehouse.AppendLive(ctx, home, f)
	var after *warehouse.CommittedError
	if errors.As(err, &after) {
		c.Warn(e, after.Unwrap())
		return nil
	}
	return err
}

// WriteLogIn writes the log of the warehouse into its file, so that the file is whole. If
// that fails it is a warning, since all is in the log.
func (c *Committed) WriteLogIn(ctx context.Context, e Env, home warehouse.Home) {
	if err := warehouse.WriteLogIn(ctx, home); err != nil {
		c.Warn(e, err)
	}
}

// Publish makes the copy that people query. If that fails it is a warning, and the
// next job publishes.
func (c *Committed) Publish(ctx context.Context, e Env, home warehouse.Home) {
	err := e.Reach("publish")
	if err == nil {
		err = e.Publish(ctx, home)
	}
	if err != nil {
		c.Warn(e, fmt.Errorf("the copy that people query is older than the warehouse until the next job publishes: %w", err))
	}
}

// PublishDue publishes if the copy lacks anything but runs that wrote nothing: what was
// staged since, or what a job wrote that died before it published.
func (c *Committed) PublishDue(ctx context.Context, e Env, home warehouse.Home) {
	c.publishDue(ctx, e, home, nil)
}

// publishDue is PublishDue that knows how far the warehouse has come, unless stored is nil.
func (c *Committed) publishDue(ctx context.Context, e Env, home warehouse.Home, stored *warehouse.Content) {
	due := e.Cache != nil // then publishing costs nothing yet
	if !due {
		var err error
		if due, err = warehouse.PublishDue(ctx, home, stored); err != nil {
			c.Warn(e, err)
		}
	}
	if due {
		c.Publish(ctx, e, home)
	}
}

// Copied is embedded in the reports of commands that read the published copy.
type Copied struct {
	// Older says in what the copy is older than the warehouse; empty if it is not.
	Older string `json:"copy_is_older,omitempty"`
}

// Compare finds out whether the copy is older than the warehouse, and logs it.
func (c *Copied) Compare(ctx context.Context, e Env, home warehouse.Home) {
	older, err := warehouse.Behind(ctx, home)
	if err != nil {
		older = fmt.Sprintf("whether the copy is older than the warehouse is not known: %v", err)
	}
	c.Older = older
	if older != "" {
		e.Log.Warn(older)
	}
}

// OlderLine is a line for people; "" if the copy is not older.
func (c Copied) OlderLine() string {
	if c.Older == "" {
		return ""
	}
	return "Note: " + c.Older + "\n"
}
