// Package privacy plants secrets and looks for them: canaries that no upload may contain, and the
// oracle that says what an SDK's own promises mean for each node of a page.
package privacy

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
)

// Canary is one planted secret.
type Canary struct {
	Name  string // as in ${secret:NAME}
	Value string
}

// Plant makes the canaries of one scenario. The same seed, scenario and name give the same value,
// so the control visit shows the same page. A name that says what shape a value must have gets
// that shape: it begins with email, tel, card, number, date or url, or contains "words".
func Plant(seed uint64, scenario string, names []string) []Canary {
	list := make([]Canary, len(names))
	for i, name := range names {
		h := fnv.New64a()
		fmt.Fprintf(h, "%s\x00%s", scenario, name)
		list[i] = Canary{name, shape(name, rand.New(rand.NewPCG(seed, h.Sum64())))}
	}
	return list
}

// rare are letters that seldom stand beside each other in prose, markup or code.
const rare = "jkqvwxz"

func letters(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(rare[r.IntN(len(rare))])
	}
	return b.String()
}

func digits(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

func shape(name string, r *rand.Rand) string {
	switch {
	case strings.HasPrefix(name, "email"):
		return letters(r, 9) + "@" + letters(r, 7) + ".example"
	case strings.HasPrefix(name, "tel"):
		return "+4479" + digits(r, 9)
	case strings.HasPrefix(name, "card"):
		return luhn("4" + digits(r, 14))
	case strings.HasPrefix(name, "number"):
		return "7" + digits(r, 11)
	case strings.HasPrefix(name, "date"):
		return fmt.Sprintf("18%02d-%02d-%02d", 10+r.IntN(80), 1+r.IntN(12), 1+r.IntN(28))
	case strings.HasPrefix(name, "url"):
		return "https://" + letters(r, 8) + ".example/" + letters(r, 8)
	case strings.Contains(name, "words"):
		return letters(r, 6) + " " + letters(r, 5) + " " + letters(r, 7)
	}
	return letters(r, 14)
}

// luhn appends the check digit that makes a number pass as that of a card.
func luhn(number string) string {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return number + fmt.Sprint((10-sum%10)%10)
}
