package matchday

import (
	_ "embed"
	"strings"
)

//go:embed VERSION
var version string

// Version is the release, or the one to come: major.minor.patch. CHANGELOG.md
// has a section for it.
func Version() string { return strings.TrimSpace(version) }
