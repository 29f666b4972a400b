package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	update = flag.Bool("update", false, "write what the commands of README and docs print into these pages, but for those of the demo")
	whole  = flag.Bool("demo", false, "play the whole demo, which takes minutes; with -update, write its screen into the README too")
)

// root is the repository's, where the README's reader stands.
const root = "../.."

// pages have commands between fences. They are run in this order: a page may
// ask the homes that the pages before it made.
var pages = []string{"README.md", "docs/backtest.md", "docs/warehouse.md", "docs/jobs.md"}

// TestEveryCommandOfTheReadmeRuns runs what stands between fences, in the
// repository's root, but keeps what the commands write out of it: the homes
// demo and example are scratch folders, and so is what they know as real files.
// The demo plays one week and few clubs, unless -demo says otherwise. Output
// that a page shows must be what its command prints, up to figures: another
// version of XGBoost or another processor may round its way to others.
// Commands in tables have a test of their own, for they need the API.
func TestEveryCommandOfTheReadmeRuns(t *testing.T) {
	reader := newReader(t.TempDir())
	ran := 0
	for _, name := range pages {
		page := readPage(t, name)
		for i, block := range page {
			switch block.language {
			case "sh":
				for command := range strings.Lines(block.text) {
					reader.run(t, strings.TrimSpace(command))
					ran++
				}
			case "console":
				page[i].text = ""
				for _, shown := range strings.Split("\n"+block.text, "\n$ ")[1:] {
					command, output, _ := strings.Cut(shown, "\n")
					page[i].text += "$ " + command + "\n" + reader.compare(t, name, command, strings.TrimSuffix(output, "\n")+"\n")
					ran++
				}
			}
		}
		if *update {
			writePage(t, name, page)
		}
	}
	if ran < 25 {
		t.Errorf("found only %d commands", ran)
	}
}

// reader runs commands as somebody who follows the README would.
type reader struct {
	places, back *strings.Replacer
	env          []string
}

func newReader(scratch string) reader {
	at := func(path ...string) string { return filepath.Join(append([]string{scratch}, path...)...) }
	r := reader{
		places: strings.NewReplacer("bin/matchday", at("matchday"), "data/example", at("example"), "data/demo", at("demo"),
			"../shared/data/football-data", at("example", "football-data")),
		back: strings.NewReplacer(at("matchday"), "bin/matchday", at("example"), "data/example", at("demo"), "data/demo"),
		env: append(os.Environ(), "BIN="+at("matchday"), "EXAMPLE="+at("example"), "DEMO="+at("demo"), "MATCHDAY_HOME="+at("home"),
			"MAKEFLAGS=", "MAKELEVEL="), // not a part of the make that runs this test
	}
	if !*whole {
		r.env = append(r.env, "DAYS=7", "CLUBS=8") // of 21 and 16
	}
	return r
}

// run returns what a command prints to its standard output, with the places
// that the README knows.
func (r reader) run(t *testing.T, command string) string {
	t.Helper()
	c := exec.Command("sh", "-c", r.places.Replace(command))
	c.Dir, c.Env = root, r.env
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", command, err, stdout.String(), stderr.String())
	}
	return r.back.Replace(stdout.String())
}

// compare runs a command, holds what it prints against what the page shows, and
// returns what the page should show: of a short demo's, that is what it does.
func (r reader) compare(t *testing.T, page, command, shown string) string {
	t.Helper()
	printed := r.run(t, command)
	ofShortDemo := !*whole && (command == "make demo" || strings.Contains(command, "data/demo"))
	switch {
	case *update && !ofShortDemo:
		return printed
	case shape(printed) != shape(shown):
		t.Errorf("%s\nprints\n%s\nand %s shows\n%s\nrun this test with -update to replace it, and with -demo too if it asks the demo",
			command, printed, page, shown)
	}
	return shown
}

var (
	figures = regexp.MustCompile(`[-+]?[0-9][-0-9.:TZ]*`)
	spaces  = regexp.MustCompile(`[ -]+`)
	// A short demo bets at fewer bookmakers than a long one.
	bookmakers = regexp.MustCompile(`(?m)^(The bets stand at:).*$`)
)

// shape is a text without its figures, and without the order of lines, which
// often is that of figures.
func shape(text string) string {
	text = bookmakers.ReplaceAllString(text, "$1")
	lines := strings.Split(spaces.ReplaceAllString(figures.ReplaceAllString(text, "0"), " "), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// block is a piece of a page: prose, or what stands between fences.
type block struct{ language, text string }

func readPage(t *testing.T, name string) []block {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	blocks := []block{{}}
	for line := range strings.Lines(string(text)) {
		last := &blocks[len(blocks)-1]
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && last.language == "":
			blocks = append(blocks, block{language: strings.TrimSpace(fence)})
		case isFence:
			blocks = append(blocks, block{})
		default:
			last.text += line
		}
	}
	return blocks
}

func writePage(t *testing.T, name string, page []block) {
	t.Helper()
	var b strings.Builder
	for _, block := range page {
		if block.language == "" {
			b.WriteString(block.text)
			continue
		}
		b.WriteString("```" + block.language + "\n" + block.text + "```\n")
	}
	if err := os.WriteFile(filepath.Join(root, name), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
