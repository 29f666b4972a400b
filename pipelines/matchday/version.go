package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"matchday"
)

// commit is set by the linker in `make build`. A plain `go build` leaves it
// empty, and Go itself records the commit.
var commit string

// version names the build: the release, the commit, whether the work tree differed
// from it, and the compiler.
func version() string {
	return fmt.Sprintf("%s (%s, %s %s/%s)", matchday.Version(), revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func revision() string {
	if commit != "" {
		return commit
	}
	noted := map[string]string{}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, s := range build.Settings {
			noted[s.Key] = s.Value
		}
	}
	switch {
	case noted["vcs.revision"] == "":
		return "unknown revision"
	case noted["vcs.modified"] == "true":
		return noted["vcs.revision"] + "-dirty"
	}
	return noted["vcs.revision"]
}
