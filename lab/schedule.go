package lab

import (
	"context"
	"sync"

	"replaylab/lab/result"
)

// Watcher is told what a run is doing. Its methods are called from several goroutines.
type Watcher interface {
	Start(scenario, sdk string)
	Done(r result.Result)
}

// RunAll runs cases, jobs of them at a time, and returns their results in the order of the cases.
// Cases of one scenario follow each other, so that its control visit is made once. whole says that
// the cases are of all scenarios there are.
func (l *Lab) RunAll(ctx context.Context, cases []Case, jobs int, whole bool, w Watcher) []result.Result {
	results := make([]result.Result, len(cases))
	groups := make(chan []int)
	var workers sync.WaitGroup
	for range max(jobs, 1) {
		workers.Go(func() {
			for group := range groups {
				for _, i := range group {
					w.Start(cases[i].Scenario.ID, cases[i].SDK.Label)
					results[i] = l.Run(ctx, cases[i])
					w.Done(results[i])
				}
			}
		})
	}
	for _, group := range grouped(cases) {
		groups <- group
	}
	close(groups)
	workers.Wait()
	l.Known.Settle(results, whole)
	return results
}

// grouped lists the indexes of cases that share a control visit.
func grouped(cases []Case) [][]int {
	type key struct {
		scenario string
		attempt  int
	}
	var order []key
	groups := map[key][]int{}
	for i, c := range cases {
		k := key{c.Scenario.ID, c.Attempt}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], i)
	}
	list := make([][]int, len(order))
	for i, k := range order {
		list[i] = groups[k]
	}
	return list
}
