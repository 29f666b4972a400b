package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version says which build this is: the commit, whether the work tree differed
// from it, and the compiler.
func version() string {
	revision, changed := "unknown revision", ""
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, s := range build.Settings {
			switch {
			case s.Key == "vcs.revision":
				revision = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				changed = "+changes"
			}
		}
	}
	return fmt.Sprintf("%s%s (%s %s/%s)", revision, changed, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
