package staging

import "slices"

// Memory keeps what the API's landed files were decoded to, for the next pass
// of the same process: a landed file never changes, and decoding is most of a
// pass. The zero value is empty; a nil Memory keeps nothing. It is for one lake
// and one pass at a time.
type Memory struct{ files map[string][]*landedObject }

// missing lists the files that are not known yet.
func (m *Memory) missing(paths []string) []string {
	if m == nil {
		return paths
	}
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return m.files[path] != nil })
}

// recall takes the files just decoded in, forgets those that are gone, and
// gives copies of all objects, because a pass adds to them.
func (m *Memory) recall(paths []string, decoded map[string][]*landedObject) []*landedObject {
	if m == nil {
		m = &Memory{}
	}
	kept := make(map[string][]*landedObject, len(paths))
	var all []*landedObject
	for _, path := range paths {
		objects, known := m.files[path]
		if !known {
			objects = decoded[path]
		}
		kept[path] = objects
		for _, o := range objects {
			all = append(all, o.forPass())
		}
	}
	m.files = kept
	return all
}

// forPass is a copy of an object of which a pass may change what passes change:
// its rejects, when it was last seen, and in its answers what depends on the
// other answers.
func (o *landedObject) forPass() *landedObject {
	c := *o
	c.rejects = slices.Clip(c.rejects)
	c.answers = make([]*answer, len(o.answers))
	for i, a := range o.answers {
		b := *a
		b.landedObject = &c
		b.absences, b.quotes = slices.Clone(a.absences), slices.Clone(a.quotes)
		c.answers[i] = &b
	}
	return &c
}
