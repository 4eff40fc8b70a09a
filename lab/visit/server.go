package visit

import (
	"context"
	"net/http"

	"replaylab/lab/ingest"
	"replaylab/lab/scenario"
)

// reply makes the ingest answer as the step says. The control visit has no ingest to tell.
func (r *runner) reply(_ context.Context, s scenario.Step) error {
	if r.ingest == nil {
		return nil
	}
	want := s.Reply()
	endpoints := []string{"track", "config"}
	if want.Endpoint != "" {
		endpoints = []string{want.Endpoint}
	}
	for _, on := range endpoints {
		answer := ingest.Reply{
			On: on, Times: want.Times, Status: want.Status, Delay: want.Delay,
			Hang: want.Fault == "hang", Reset: want.Fault == "reset", Unanswered: want.Fault == "unanswered", NoCORS: want.Fault == "nocors",
		}
		if want.Name != "" {
			answer.Header = http.Header{want.Name: {want.Value}}
		}
		if err := r.ingest.Reply(answer); err != nil {
			return err
		}
	}
	return nil
}

// remote changes the remote configuration from here on.
func (r *runner) remote(_ context.Context, s scenario.Step) error {
	if r.ingest != nil {
		r.ingest.Remote(r.fill(string(r.Scenario.Files[s.Args[0]])))
	}
	return nil
}
