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

var update = flag.Bool("update", false, "write what the README's commands print into the README")

// root is the repository's, where the README's reader stands.
const root = "../.."

// TestEveryCommandOfTheReadmeRuns runs them in order, in the repository's root,
// but keeps what they write out of it: the homes of demo, which plays a week
// here, and example are scratch folders, and so is what they know as real files. Output that the README shows must be
// what they print, up to figures: another version of XGBoost or another
// processor may round its way to others.
func TestEveryCommandOfTheReadmeRuns(t *testing.T) {
	scratch := t.TempDir()
	page := readPage(t)
	reader := reader{
		places: strings.NewReplacer(
			"bin/matchday", filepath.Join(scratch, "matchday"),
			"data/example", filepath.Join(scratch, "example"),
			"data/demo", filepath.Join(scratch, "demo"),
			"../shared/data/football-data", filepath.Join(scratch, "example", "football-data"),
		),
		back: strings.NewReplacer(filepath.Join(scratch, "matchday"), "bin/matchday", filepath.Join(scratch, "example"), "data/example"),
		env: append(os.Environ(),
			"BIN="+filepath.Join(scratch, "matchday"),
			"EXAMPLE="+filepath.Join(scratch, "example"),
			"DEMO="+filepath.Join(scratch, "demo"), "DAYS=7", "CLUBS=8", // of 21 and 16
			"MATCHDAY_HOME="+filepath.Join(scratch, "home"),
			"MAKEFLAGS=", "MAKELEVEL=", // not a part of the make that runs this test
		),
	}
	ran := 0
	for i, block := range page {
		switch block.language {
		case "sh":
			for command := range strings.Lines(block.text) {
				if command != "make test\n" {
					reader.run(t, strings.TrimSpace(command))
					ran++
				}
			}
		case "console":
			command, shown, _ := strings.Cut(block.text, "\n")
			printed := reader.run(t, strings.TrimPrefix(command, "$ "))
			ran++
			if *update {
				page[i].text = command + "\n" + printed
			} else if shape(printed) != shape(shown) {
				t.Errorf("%s\nprints\n%s\nand the README shows\n%s\nrun this test with -update to replace it", command, printed, shown)
			}
		}
	}
	if ran < 15 {
		t.Errorf("found only %d commands in the README", ran)
	}
	if *update {
		writePage(t, page)
	}
}

// reader runs commands as somebody who follows the README would.
type reader struct {
	places, back *strings.Replacer
	env          []string
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

var (
	figures = regexp.MustCompile(`-?[0-9][-0-9.:TZ]*`)
	spaces  = regexp.MustCompile(`[ -]+`)
)

// shape is a text without its figures, and without the order of lines, which
// often is that of figures.
func shape(text string) string {
	lines := strings.Split(spaces.ReplaceAllString(figures.ReplaceAllString(text, "0"), " "), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// block is a piece of the README: prose, or what stands between fences.
type block struct{ language, text string }

func readPage(t *testing.T) []block {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
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

func writePage(t *testing.T, page []block) {
	t.Helper()
	var b strings.Builder
	for _, block := range page {
		if block.language == "" {
			b.WriteString(block.text)
			continue
		}
		b.WriteString("```" + block.language + "\n" + block.text + "```\n")
	}
	if err := os.WriteFile(filepath.Join(root, "README.md"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
