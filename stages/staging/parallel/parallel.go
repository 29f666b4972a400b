// Package parallel runs a function for each of many things on all processors.
package parallel

import (
	"runtime"

	"golang.org/x/sync/errgroup"
)

// Each calls f for 0 … n-1 on all processors. What f writes must depend on its
// argument only, so that the order of the calls cannot show.
func Each(n int, f func(i int)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		g.Go(func() error { f(i); return nil })
	}
	_ = g.Wait() // no call returns an error
}
