// Command ablation measures what each model and each group of features is worth,
// on seasons that no table of quality reports: the log loss without it less the
// log loss with it. It is `make ablation`, and no test.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"matchday"
	"matchday/config"
	"matchday/stages/features"
	"matchday/stages/tune"
	"matchday/warehouse/lake"
)

func main() {
	shared := flag.String("data", "../shared/data", "the folder that holds football-data, football-data-later and football-data-new")
	bin := flag.String("bin", "bin/matchday", "the command that lands and stages them")
	out := flag.String("out", "docs/ablation.md", "the file to write")
	flag.Parse()
	if err := ablation(context.Background(), *shared, *bin, *out); err != nil {
		fmt.Fprintln(os.Stderr, "ablation:", err)
		os.Exit(1)
	}
}

// ablation writes the page, whole, once all is measured. It works in a home of
// its own that it removes.
func ablation(ctx context.Context, shared, bin, out string) error {
	var folders []string
	for _, name := range []string{"football-data", "football-data-later", "football-data-new"} {
		if _, err := os.Stat(filepath.Join(shared, name)); err == nil {
			folders = append(folders, filepath.Join(shared, name))
		}
	}
	if len(folders) == 0 {
		fmt.Printf("ablation: SKIPPED, there are no football-data files in %s; set MATCHDAY_SHARED\n", shared)
		return nil
	}
	home, err := os.MkdirTemp("", "matchday-ablation-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	land := exec.Command(bin, append([]string{"--home", home, "--log-level", "error", "land", "footballdata"}, folders...)...)
	if text, err := land.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", land, err, text)
	}
	full := lake.Lake{Dir: filepath.Join(home, "lake")}
	rows, err := build(ctx, full)
	if err != nil {
		return err
	}
	bare, err := withoutFigures(ctx, full, filepath.Join(home, "bare"))
	if err != nil {
		return err
	}
	goalsOnly, err := build(ctx, bare)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := page(ctx, &text, rows, goalsOnly, config.Defaults().Train); err != nil {
		return err
	}
	return os.WriteFile(out, text.Bytes(), 0o644)
}

// build makes a lake's feature rows and withholds the seasons that are reported.
func build(ctx context.Context, l lake.Lake) (*matchday.Rows, error) {
	if _, err := features.Run(ctx, features.Input{Lake: l}); err != nil {
		return nil, err
	}
	rows, err := features.Read(ctx, l)
	if err != nil {
		return nil, err
	}
	return tune.HoldOut(rows), nil
}
