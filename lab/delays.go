package lab

import (
	"slices"

	"replaylab/lab/event"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// delays notes how long after they happened the events of a recording arrived, each with the first
// upload that delivered it. A page whose clock was advanced says nothing of that.
func delays(out *result.Recording, rec event.Recording, uploads []event.Upload, s scenario.Scenario) {
	if s.Virtual() {
		out.Virtual = true
		return
	}
	at := map[int]float64{}
	for _, u := range uploads {
		at[u.Seq] = float64(u.At.UnixMicro()) / 1000
	}
	var list []float64
	for _, e := range rec.Events {
		if arrived, ok := at[e.Upload]; ok {
			list = append(list, max(0, arrived-e.Timestamp)) // another machine's clock may be ahead
		}
	}
	if len(list) == 0 {
		return
	}
	slices.Sort(list)
	out.DelayMedianMS, out.DelayMaxMS = list[len(list)/2], list[len(list)-1]
}
