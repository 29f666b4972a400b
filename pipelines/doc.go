// Package pipelines holds the scheduled jobs, a package each, and the one frame
// in which they run; what a job does reads as a list of stages. Nothing here but
// the command in matchday reads flags or the environment: it hands everything in.
package pipelines
