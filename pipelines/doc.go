// Package pipelines holds the jobs, a package each. Package job is the frame in
// which they run, package schedule their list, and package matchday the command,
// which alone reads flags and the environment.
package pipelines
