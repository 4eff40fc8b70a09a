package shelf_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"replaylab/lab/serve/shelf"
)

// Visitors upload while people search.
func TestAtTheSameTime(t *testing.T) {
	s, _ := open(t, t.TempDir())
	defer s.Close()
	const visitors, uploads = 6, 40
	var all sync.WaitGroup
	for v := range visitors {
		all.Go(func() {
			for i := range uploads {
				if err := s.Append(context.Background(), upload("d", fmt.Sprint(v), 10*i, 10*i+1)); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range uploads {
				found, total := s.Search(shelf.Query{Text: "x.test", URL: "x"})
				if len(found) != total {
					t.Errorf("%d of %d", len(found), total)
				}
				for _, m := range found {
					if m.Counts["page"] != m.Events {
						t.Errorf("%d marks of %d events", m.Counts["page"], m.Events)
					}
				}
			}
		})
	}
	all.Wait()
	for v := range visitors {
		want(t, "events", len(times(t, s, shelf.ID("d", fmt.Sprint(v)), 0)), 2*uploads)
	}
}
