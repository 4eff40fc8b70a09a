package truth

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
)

// What is read by hand is what the decoder would have read.
func TestIntegersOnTheWire(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		flat, lists := []int{}, [][]int{}
		for range r.IntN(8) {
			list := []int{}
			for range r.IntN(5) {
				list = append(list, r.IntN(2000)-1000)
			}
			lists, flat = append(lists, list), append(flat, list...)
		}
		text, _ := json.Marshal(map[string]any{"flat": flat, "lists": lists})
		if r.IntN(2) == 0 {
			text, _ = json.MarshalIndent(map[string]any{"flat": flat, "lists": lists}, "", " ")
		}
		var got struct {
			Flat  wireInts
			Lists wireIntLists
		}
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		same := len(got.Lists) == len(lists) && reflect.DeepEqual([]int(got.Flat), flat)
		for i := range lists {
			same = same && reflect.DeepEqual(append([]int{}, got.Lists[i]...), lists[i])
		}
		if !same {
			t.Fatalf("%s is read as %v", text, got)
		}
	}
	for _, text := range []string{`["x"]`, `[1.5]`, `[true]`, `[[1, null]]`, `{"a": 1}`} {
		if err := json.Unmarshal([]byte(text), new(wireInts)); err == nil {
			t.Errorf("%s is no list of integers", text)
		}
		if err := json.Unmarshal([]byte(text), new(wireIntLists)); err == nil {
			t.Errorf("%s is no list of lists of integers", text)
		}
	}
}
