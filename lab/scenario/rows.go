package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// catalogue is the numbers of the rows, by the letter of a table of FIDELITY.md, and of the
// checks in section 13 of CONTRACT.md. The gaps are the catalogues' own.
var catalogue = []struct{ prefix, numbers string }{
	{"A", "1-2 4-11 13-15 17-18 20-23 25-32 34-37"},
	{"B", "1-3 5-6 8-10 12-14 16-25 27-32"},
	{"C", "1-2 4 6-7 9-17"},
	{"D", "1-4 6-9 11-13 16-19 21-24 26 28-29 31-33"},
	{"E", "1 3-5 7-8 10-12 14-16"},
	{"F", "1-4 6-8 11-18"},
	{"G", "1-8 10-14"},
	{"H", "1-2 4-9 11"},
	{"I", "1-7 9-15 17-18"},
	{contract, "1-74 76-92 94-100 102-106 108-117 120"},
}

// contract is the prefix of a check of CONTRACT.md. Without it C1 would be two things.
const contract = "contract:"

var rows = func() (list []string) {
	for _, table := range catalogue {
		for part := range strings.FieldsSeq(table.numbers) {
			from, to, span := strings.Cut(part, "-")
			first, _ := strconv.Atoi(from)
			last := first
			if span {
				last, _ = strconv.Atoi(to)
			}
			for n := first; n <= last; n++ {
				list = append(list, table.prefix+strconv.Itoa(n))
			}
		}
	}
	return list
}()

// Rows returns the id of every row, in the order of the catalogues.
func Rows() []string { return slices.Clone(rows) }

// Coverage returns, for every row, the IDs of the scenarios that cover it, sorted. A row that
// none covers is there too.
func Coverage(list []Scenario) map[string][]string {
	cover := map[string][]string{}
	for _, row := range rows {
		cover[row] = nil
	}
	for _, s := range list {
		for _, row := range s.Covers {
			cover[row] = append(cover[row], s.ID)
		}
	}
	for row, ids := range cover {
		slices.Sort(ids)
		cover[row] = slices.Compact(ids)
	}
	return cover
}

func checkRow(s string) *Error {
	if slices.Contains(rows, s) {
		return nil
	}
	digits := strings.TrimLeft(s, "Cc")
	if check := contract + digits; slices.Contains(rows, check) {
		return wrong(fmt.Sprintf("a check of CONTRACT.md is written %s, since C1 to C17 are rows of FIDELITY.md", check),
			"%q is not a row of FIDELITY.md", s)
	}
	if upper := strings.ToUpper(s); slices.Contains(rows, upper) {
		return wrong(suggest(s, []string{upper}), "unknown row %q", s)
	}
	return wrong(rowHint(s), "unknown row %q", s)
}

// rowHint names the rows on both sides of a gap, or the last row of a table.
func rowHint(s string) string {
	prefix := strings.TrimRight(s, "0123456789")
	number, err := strconv.Atoi(s[len(prefix):])
	var before, after string
	for _, row := range rows {
		digits, same := strings.CutPrefix(row, strings.ToUpper(prefix))
		if strings.EqualFold(prefix, contract) {
			digits, same = strings.CutPrefix(row, contract)
		}
		n, notNumber := strconv.Atoi(digits)
		switch {
		case err != nil || !same || notNumber != nil:
		case n < number:
			before = row
		case after == "":
			after = row
		}
	}
	switch {
	case before != "" && after != "":
		return fmt.Sprintf("the list has a gap between %s and %s", before, after)
	case before != "":
		return "the last one is " + before
	case after != "":
		return "the first one is " + after
	}
	return "write a row such as A1 or contract:72"
}
