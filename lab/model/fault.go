package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"replaylab/lab/event"
)

// Errors that Apply returns wrap one of these if the format allows such an event, so that it is no
// sign of a broken recording.
var (
	// ErrGone marks a late word about a node that an earlier event removed. Recorders throttle
	// scroll and media events, and report some others from timers.
	ErrGone = errors.New("the node was removed")
	// ErrRefused marks a call on a style sheet that the page's browser must have refused.
	// Recorders send such events before they let the page's call through.
	ErrRefused = errors.New("a browser refuses it")
)

// Benign reports whether everything that an error of Apply says is allowed by the format.
func Benign(err error) bool {
	f, ok := err.(*faults)
	return ok && !f.hard
}

// faults gathers what is wrong with one event.
type faults struct {
	list []error
	more int
	hard bool // one of them is not benign
}

// enough is how many faults of one event are kept in words. A mutation that lost its parent has
// one for each of thousands of nodes, and the first few tell all.
const enough = 8

func (f *faults) add(err error) {
	f.hard = f.hard || !errors.Is(err, ErrGone) && !errors.Is(err, ErrRefused)
	if len(f.list) == enough {
		f.more++
		return
	}
	f.list = append(f.list, err)
}

func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return f
}

func (f *faults) Error() string {
	words := make([]string, len(f.list), len(f.list)+1)
	for i, err := range f.list {
		words[i] = err.Error()
	}
	if f.more > 0 {
		words = append(words, fmt.Sprintf("and %d more", f.more))
	}
	return strings.Join(words, "; ")
}

// Unwrap gives errors.Is and errors.As the faults that are kept in words.
func (f *faults) Unwrap() []error { return f.list }

// decode reads the event's data into v and reports whether there is anything to apply. A field of
// the wrong type is a fault and stays empty; the other fields are good.
func decode(e event.Event, v any, f *faults) bool {
	err := e.Data(v)
	if err != nil {
		f.add(err)
	}
	var wrong *json.UnmarshalTypeError
	return err == nil || errors.As(err, &wrong)
}

func noFrame(id int) string {
	return fmt.Sprintf("it fills the frame node %d, which has not come", id)
}
