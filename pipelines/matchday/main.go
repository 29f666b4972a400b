// Command matchday runs the jobs: it turns arguments, environment and a
// configuration file into calls of package pipelines, and their errors into
// exit codes. Nothing else in the module reads flags or the environment.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run(os.Args, os.LookupEnv, os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole program: it returns the exit code.
func run(args []string, env func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	p := program{
		args: wordAsFlag(args), env: env, stdin: stdin, stdout: &cleanWriter{w: stdout}, stderr: &cleanWriter{w: stderr},
		rawStdout: stdout, rawStderr: stderr,
	}
	return exit(ctx, p.stderr, p.app().RunContext(ctx, p.args))
}

// wordAsFlag turns "matchday help sql" into "matchday sql --help", and "matchday
// version" into "matchday --version".
func wordAsFlag(args []string) []string {
	switch {
	case len(args) > 1 && args[1] == "help":
		return append(append([]string{args[0]}, args[2:]...), "--help")
	case len(args) == 2 && args[1] == "version":
		return []string{args[0], "--version"}
	}
	return args
}
