// Command matchday runs the jobs: it turns arguments, environment and a
// configuration file into calls of package pipelines, and their errors into
// exit codes. Nothing else in the module reads flags or the environment.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"unicode"
)

func main() { os.Exit(run(os.Args, os.LookupEnv, os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole program: it returns the exit code.
func run(args []string, env func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	p := program{args: rewritten(args), env: env, stdin: stdin, stdout: stdout, stderr: stderr}
	return exit(ctx, stderr, p.app().RunContext(ctx, p.args))
}

// rewritten makes "matchday sql --help" of "matchday help sql", and "matchday
// --version" of "matchday version". A statement that begins with a comment gets the
// "--" before it that keeps it from being read as a flag.
func rewritten(args []string) []string {
	switch at := slices.IndexFunc(args, startsWithComment); {
	case at > 0 && slices.Contains(args[:at], "sql") && !slices.Contains(args[:at], "--"):
		return slices.Insert(slices.Clone(args), at, "--")
	case len(args) > 1 && args[1] == "help":
		return append(append([]string{args[0]}, args[2:]...), "--help")
	case len(args) == 2 && args[1] == "version":
		return []string{args[0], "--version"}
	}
	return args
}

// startsWithComment tells a statement from a flag: no flag's name holds a space or
// is empty.
func startsWithComment(arg string) bool {
	name, comment := strings.CutPrefix(arg, "--")
	name, _, _ = strings.Cut(name, "=")
	return comment && (strings.ContainsFunc(name, unicode.IsSpace) || strings.ContainsAny(arg, "\n"))
}
