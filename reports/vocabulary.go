package reports

import "replaylab/lab/result"

// vocabulary is what the page says of claims and evidence, so that it uses the words of the
// terminal. It holds what occurs in the run.
type vocabulary struct {
	// Blames says what those to blame did: by claim, or by the kind of evidence for a moment that
	// was lost, and then by who is to blame.
	Blames map[string]map[string]string `json:"blames"`
	Causes map[string]string            `json:"causes"`
	Kinds  map[string]kind              `json:"kinds"`
	Names  map[string]map[string]string `json:"names"` // by kind
	Facts  map[string][]string          `json:"facts"` // of signatures
}

func vocabularyOf(run *result.Run) vocabulary {
	v := vocabulary{
		Blames: map[string]map[string]string{}, Causes: map[string]string{}, Kinds: map[string]kind{},
		Names: map[string]map[string]string{}, Facts: map[string][]string{},
	}
	for _, res := range run.Results {
		for _, c := range res.Claims {
			if words := because(c); words != "" {
				set(v.Blames, accused(c), c.Blame, words)
			}
			for _, e := range c.Evidence {
				v.Kinds[e.Kind] = kindOf(e.Kind)
				if words := causes[e.Cause]; words != "" {
					v.Causes[string(e.Cause)] = words
				}
				if words := naming(e.Kind, e.Name); words != "" {
					set(v.Names, e.Kind, e.Name, words)
				}
				list, _ := sides(e)
				for _, s := range list {
					if s.facts != nil {
						v.Facts[s.value.Text] = s.facts
					}
				}
			}
		}
	}
	return v
}

func set(table map[string]map[string]string, a, b, words string) {
	if table[a] == nil {
		table[a] = map[string]string{}
	}
	table[a][b] = words
}
