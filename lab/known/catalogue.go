package known

import (
	"fmt"
	"slices"
	"strings"
)

// Catalogue is what the catalogue of page features marks as wrong for one SDK.
type Catalogue struct {
	SDK  string `yaml:"sdk"` // name@version
	Rows []Row  `yaml:"rows"`
}

// Row is one row of it.
type Row struct {
	Row    string `yaml:"row"`    // such as A1
	Marked string `yaml:"marked"` // FAIL or LEAK
	What   string `yaml:"what"`
	Needs  string `yaml:"needs"` // the verb that the scenario language would need for it
}

// ParseCatalogue reads the file. A field that is unknown or missing is an error.
func ParseCatalogue(name string, data []byte) (c Catalogue, err error) {
	if err := decodeStrictly(data, &c); err != nil {
		return c, fmt.Errorf("read the catalogue: %w", located(name, err))
	}
	if sdk, version, _ := strings.Cut(c.SDK, "@"); sdk == "" || version == "" {
		return c, fmt.Errorf("read the catalogue: %s: the sdk is %q; write a name and a version, such as rrweb@2.2.2", name, c.SDK)
	}
	seen := map[string]bool{}
	for _, r := range c.Rows {
		switch {
		case r.Row == "" || r.What == "":
			return c, fmt.Errorf("read the catalogue: %s: a row needs its number and what it is about: %+v", name, r)
		case r.Marked != "FAIL" && r.Marked != "LEAK":
			return c, fmt.Errorf("read the catalogue: %s: row %s is marked %q; there are FAIL and LEAK", name, r.Row, r.Marked)
		case seen[r.Row]:
			return c, fmt.Errorf("read the catalogue: %s: row %s is there twice", name, r.Row)
		}
		seen[r.Row] = true
	}
	return c, nil
}

// Finders returns those of some scenarios that are listed, by their own name and for that SDK, as
// known to fail: they find what a row that they cover is about. An entry for all scenarios, or for
// all of an area, does not count, since it is not about the row.
func (l List) Finders(sdk string, scenarios []string) (found []string) {
	for _, id := range scenarios {
		if slices.ContainsFunc(l, func(e Entry) bool {
			return !strings.HasSuffix(e.Scenario, "/*") && e.Scenario != "*" && like(e.Scenario, id) && e.of(sdk)
		}) {
			found = append(found, id)
		}
	}
	return found
}
