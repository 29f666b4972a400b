package matchfiles

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ComingFile is the name of the file of coming fixtures.
const ComingFile = "fixtures.csv"

// File is one CSV file. Name is its slash-separated path below the folder of all.
type File struct {
	Name    string
	Content []byte
}

// Files returns the files: one a division and season, then the coming fixtures.
func (p Publication) Files() []File { return p.files }

// Write puts the files below a folder, which it makes if need be; files of the
// same name are replaced.
func (p Publication) Write(dir string) error {
	for _, f := range p.files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write the match file %s: %w", f.Name, err)
		}
		if err := os.WriteFile(path, f.Content, 0o644); err != nil {
			return fmt.Errorf("write the match file %s: %w", f.Name, err)
		}
	}
	return nil
}

// sheet is a file being written: its lines and how they turn into bytes.
type sheet struct {
	name   string
	header []string
	rows   []map[string]string
	raw    map[int]string // whole lines that stand behind row i
	cut    map[int]int    // row i ends after so many cells
	extra  map[int]string // what is added to row i
	tail   string         // what stands behind the last row

	newline string
	bom     bool
	latin1  bool
}

// write lays out the played fixtures by season and division and the coming ones
// in a file of their own, and plants the dirt.
func (p *Publication) write() {
	var sheets []*sheet
	coming := newSheet(ComingFile, comingHeader)
	byName := map[string]*sheet{}
	for i := range p.Fixtures {
		f := &p.Fixtures[i]
		if !f.Played {
			coming.rows = append(coming.rows, f.cells)
			continue
		}
		name := fileName(f.Season, f.Division)
		s := byName[name]
		if s == nil {
			s = newSheet(name, headerOf(f.Season))
			byName[name] = s
			sheets = append(sheets, s)
		}
		s.rows = append(s.rows, f.cells)
	}
	p.plant(byName)
	for _, s := range append(sheets, coming) {
		p.files = append(p.files, File{Name: s.name, Content: s.bytes()})
	}
}

func newSheet(name string, header []string) *sheet {
	return &sheet{
		name: name, header: header, newline: "\r\n",
		raw: map[int]string{}, cut: map[int]int{}, extra: map[int]string{},
	}
}

// headerOf is the old layout, without kick-off times, until the last season.
func headerOf(season string) []string {
	if season == "2425" {
		return newHeader
	}
	return oldHeader
}

// dateLayout shortens the years of the first season.
func dateLayout(season string) string {
	if season == "2223" {
		return "02/01/06"
	}
	return "02/01/2006"
}

func (s *sheet) bytes() []byte {
	var b strings.Builder
	if s.bom {
		b.WriteString("\ufeff")
	}
	b.WriteString(strings.Join(s.header, ",") + s.newline)
	for i, row := range s.rows {
		text := joined(s.header, row)
		if n, ok := s.cut[i]; ok {
			text = strings.Join(strings.Split(text, ",")[:n], ",")
		}
		b.WriteString(text + s.extra[i] + s.newline)
		if raw, ok := s.raw[i]; ok {
			b.WriteString(raw + s.newline)
		}
	}
	b.WriteString(s.tail)
	if s.latin1 {
		return latin1(b.String())
	}
	return []byte(b.String())
}

// latin1 encodes text whose letters all lie in ISO 8859-1.
func latin1(text string) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		out = append(out, byte(r))
	}
	return out
}
