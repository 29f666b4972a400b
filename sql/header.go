package statements

import (
	"fmt"
	"path"
	"strings"
)

// Header is what a statement's leading comment says about it.
type Header struct {
	Name     string   // the file's name without .sql
	Sentence string   // what it is, in prose
	Grain    string   // what one row is
	Inputs   []string // tables read
	Columns  []Column // what it returns, in order
	Checks   []string // claims about the rows, in prose
	Severity string   // checks only: "error" or "warning"
	Hint     string   // checks only: what to do about an offending row
}

// Column is one returned column.
type Column struct {
	Name    string
	Meaning string // with unit and range
}

// HeaderOf parses the header of an embedded statement and holds its name
// against the file's.
func HeaderOf(name string) (Header, error) {
	text, err := Text(name)
	if err != nil {
		return Header{}, err
	}
	h, err := ParseHeader(text)
	if err != nil {
		return Header{}, fmt.Errorf("statement %s: %w", name, err)
	}
	if want := strings.TrimSuffix(path.Base(name), ".sql"); h.Name != want {
		return Header{}, fmt.Errorf("statement %s: the header names %q, expected the file's name %q", name, h.Name, want)
	}
	return h, nil
}

// ParseHeader reads the comment lines at the top of a statement. It asks for a
// name and a sentence; an unknown key is an error that names it and its line.
func ParseHeader(text string) (Header, error) {
	p := headerParser{}
	for i, line := range strings.Split(text, "\n") {
		body, comment := strings.CutPrefix(strings.TrimRight(line, " \t\r"), "--")
		if !comment {
			break
		}
		if err := p.line(body); err != nil {
			return Header{}, fmt.Errorf("header line %d: %w", i+1, err)
		}
	}
	if p.h.Name == "" {
		return Header{}, fmt.Errorf("no header: the first line should be \"-- <name>: one sentence.\"")
	}
	for _, entry := range p.blocks["columns"] {
		pattern, meaning, _ := strings.Cut(entry, " ")
		for _, name := range expand(pattern) {
			p.h.Columns = append(p.h.Columns, Column{Name: name, Meaning: strings.TrimSpace(meaning)})
		}
	}
	p.h.Checks = p.blocks["checks"]
	for _, input := range strings.Split(p.inputs, ",") {
		if input = strings.TrimSpace(input); input != "" {
			p.h.Inputs = append(p.h.Inputs, input)
		}
	}
	return p.h, nil
}

// expand writes out the alternatives in braces, as a shell does: "x_{1,2}" is
// x_1 and x_2, the last braces vary fastest.
func expand(pattern string) []string {
	before, rest, ok := strings.Cut(pattern, "{")
	inside, after, closed := strings.Cut(rest, "}")
	if !ok || !closed {
		return []string{pattern}
	}
	var out []string
	for _, alternative := range strings.Split(inside, ",") {
		for _, tail := range expand(after) {
			out = append(out, before+alternative+tail)
		}
	}
	return out
}

// headerParser remembers where the next continuation line belongs.
type headerParser struct {
	h      Header
	inputs string
	prose  *string             // a one-line value that may go on
	block  string              // the list being read, "" outside
	indent int                 // of the block's first entry
	blocks map[string][]string // entries by block
}

func (p *headerParser) line(body string) error {
	text := strings.TrimSpace(body)
	indent := len(body) - len(strings.TrimLeft(body, " \t"))
	switch {
	case text == "":
		return nil
	case p.h.Name == "":
		name, sentence, ok := strings.Cut(text, ":")
		if !ok || name == "" || strings.ContainsAny(name, " \t") {
			return fmt.Errorf("expected \"<name>: one sentence.\", found %q", text)
		}
		p.h.Name, p.h.Sentence = name, strings.TrimSpace(sentence)
		p.prose = &p.h.Sentence
		return nil
	case indent >= 2 && p.block != "":
		p.entry(text, indent)
		return nil
	}
	return p.field(text)
}

// entry adds a line of a block, or continues the entry above when it is
// indented deeper than the block's first.
func (p *headerParser) entry(text string, indent int) {
	list := p.blocks[p.block]
	if len(list) == 0 {
		p.indent = indent
	}
	if len(list) > 0 && indent > p.indent {
		list[len(list)-1] += " " + text
		return
	}
	p.blocks[p.block] = append(list, text)
}

// field starts a key, or continues the prose above.
func (p *headerParser) field(text string) error {
	key, value, ok := strings.Cut(text, ":")
	isKey := ok && key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz_") == ""
	if !isKey {
		if p.prose == nil {
			return fmt.Errorf("%q belongs to no key: indent it by two spaces below one", text)
		}
		*p.prose = strings.TrimSpace(*p.prose + " " + text)
		return nil
	}
	p.block, p.prose = "", nil
	switch key {
	case "columns", "checks":
		if p.blocks == nil {
			p.blocks = map[string][]string{}
		}
		p.block = key
		return nil
	case "grain":
		p.prose = &p.h.Grain
	case "inputs":
		p.prose = &p.inputs
	case "severity":
		p.prose = &p.h.Severity
	case "hint":
		p.prose = &p.h.Hint
	default:
		return fmt.Errorf("unknown key %q: want grain, inputs, columns, checks, severity or hint", key)
	}
	*p.prose = strings.TrimSpace(value)
	return nil
}
