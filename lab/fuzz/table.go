package fuzz

import "slices"

// Table says what programs are made of.
type Table struct {
	Rows     []Row `json:"rows"`
	Programs int   `json:"programs"`
	Median   int   `json:"median_operations"`
}

// Row is one production of the grammar.
type Row struct {
	Name     string `json:"name"`
	Group    string `json:"group"`
	Line     string `json:"line"`
	Times    int    `json:"times"`    // lines of all programs
	Programs int    `json:"programs"` // that have one
}

// TableOf counts what the first programs of a seed are made of.
func TableOf(seed uint64, programs int) Table {
	t := Table{Programs: programs}
	at := map[string]int{}
	for i, p := range productions {
		t.Rows = append(t.Rows, Row{Name: p.name, Group: p.group, Line: p.line})
		at[p.name] = i
	}
	var sizes []int
	for i := range programs {
		p := Generate(seed, uint64(i))
		sizes = append(sizes, p.Size())
		seen := map[string]bool{}
		for _, op := range p.Ops {
			row := &t.Rows[at[op.Name]]
			row.Times++
			if !seen[op.Name] {
				row.Programs++
				seen[op.Name] = true
			}
		}
	}
	slices.Sort(sizes)
	if len(sizes) > 0 {
		t.Median = sizes[len(sizes)/2]
	}
	return t
}
