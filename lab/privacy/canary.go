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

// Plant makes the canaries of one scenario. The same seed, scenario, names and decoys give the same
// values, so that the control visit shows the same page. Each name may have a shape behind a colon; one
// without has that of ShapeOf. A value of which something is found in texts that hold no secrets is
// drawn again, since finding it elsewhere would say nothing.
func Plant(seed uint64, scenario string, names []string, decoys ...Decoys) ([]Canary, error) {
	list := make([]Canary, len(names))
	draw := make([]func() string, len(names))
	for i, spec := range names {
		name, shape, given := strings.Cut(spec, ":")
		if !given {
			shape = ShapeOf(name)
		}
		form := shapes[shape]
		if form == nil {
			return nil, fmt.Errorf("the secret %s has the shape %q; shapes are %s", name, shape, strings.Join(Shapes(), ", "))
		}
		h := fnv.New64a()
		fmt.Fprintf(h, "%s\x00%s", scenario, name)
		random := rand.New(rand.NewPCG(seed, h.Sum64()))
		draw[i] = func() string { return form(random) }
		list[i] = Canary{name, draw[i]()}
	}
	for range draws {
		taken := collisions(list, append(decoys, common))
		if len(taken) == 0 {
			return list, nil
		}
		for i := range taken {
			list[i].Value = draw[i]()
		}
	}
	return nil, fmt.Errorf("plant the secrets of %s: of each of %d values drawn for one, something is in texts that hold no secrets", scenario, draws)
}

// draws is how often values are drawn before Plant gives up. One collision is an accident.
const draws = 50

// Decoys are texts that hold no secrets, such as the SDKs' own code, with all that is wrapped up in them.
type Decoys struct{ layers []layer }

// NewDecoys prepares texts.
func NewDecoys(texts ...[]byte) Decoys {
	var d Decoys
	for _, text := range texts {
		layers, _ := unwrap(text, "")
		d.layers = append(d.layers, layers...)
	}
	return d
}

// collisions are the places of canaries of which something is found in texts that do not hold them, or
// in a canary before them.
func collisions(list []Canary, decoys []Decoys) map[int]Hit {
	found := map[int]Hit{}
	f := NewFinder(list)
	for _, d := range decoys {
		for _, l := range d.layers {
			f.scan(l, found)
		}
	}
	for i, c := range list {
		own := map[int]Hit{}
		f.scan(layer{"", []byte(c.Value)}, own)
		for j, h := range own {
			if j > i {
				found[j] = h
			}
		}
	}
	return found
}

// common are short strings of rare letters and of digits that texts have without anybody's secret.
var common = NewDecoys([]byte(`www xxx xxxx xxxxx xxxxxxxx zzz zzzz zzzzzz jjjj kkkk qqqq vvvv wwww jkjk xkxk qwxz zxwv wxyz vwxyz
xviii xxvii xxxviii XXXV kkk jkl jqv xzx WXYZ 12345678 123456789 1234567890 12345678901 87654321 00000000 0000000000
11111111 99999999 10000000 100000000 1000000000 2147483647 2147483648 4294967295 4294967296 9007199254740991
4111111111111111 4242424242424242 16777215 16777216 1800-01-01 1899-12-30 1900-01-01 1970-01-01 20000101`))

// ShapeOf is the shape that a name asks for: it begins with that of an address, a number and so on, or
// contains "words".
func ShapeOf(name string) string {
	for _, shape := range []string{"email", "tel", "card", "number", "date", "url"} {
		if strings.HasPrefix(name, shape) {
			return shape
		}
	}
	if strings.Contains(name, "words") {
		return "words"
	}
	return "word"
}

// Shapes lists the shapes that a canary may have.
func Shapes() []string {
	return []string{"word", "words", "script", "emoji", "email", "tel", "card", "number", "date", "url", "json"}
}

// The letters that canaries are made of. In Latin, those that seldom stand beside each other in prose,
// markup or code; of another script, Georgian's in their old capitals; and pictures outside the basic
// plane, each of two UTF-16 units.
const (
	rare    = "jkqvwxz"
	foreign = "ႩႫႮႰႳႵႸႻႾჁჃჅ"
	symbols = "🛘🪗🪤🪬🪺🫎🫙🫬🫵🦡🦫🧿"
)

var shapes = map[string]func(r *rand.Rand) string{
	"word":   func(r *rand.Rand) string { return letters(r, 14) },
	"words":  func(r *rand.Rand) string { return letters(r, 6) + " " + letters(r, 5) + " " + letters(r, 7) },
	"script": func(r *rand.Rand) string { return from(foreign, r, 6) + " " + from(foreign, r, 5) },
	"emoji":  func(r *rand.Rand) string { return from(symbols, r, 6) },
	"email":  func(r *rand.Rand) string { return letters(r, 9) + "@" + letters(r, 7) + ".example" },
	"tel":    func(r *rand.Rand) string { return "+4479" + digits(r, 9) },
	"card":   func(r *rand.Rand) string { return luhn("4" + digits(r, 14)) },
	"number": func(r *rand.Rand) string { return "7" + digits(r, 11) },
	"date": func(r *rand.Rand) string {
		return fmt.Sprintf("18%02d-%02d-%02d", 10+r.IntN(80), 1+r.IntN(12), 1+r.IntN(28))
	},
	"url": func(r *rand.Rand) string { return "https://" + letters(r, 8) + ".example/" + letters(r, 8) },
	"json": func(r *rand.Rand) string {
		return fmt.Sprintf(`{"%s":["%s",7%s]}`, letters(r, 6), letters(r, 9), digits(r, 9))
	},
}

func letters(r *rand.Rand, n int) string { return from(rare, r, n) }

func from(alphabet string, r *rand.Rand, n int) string {
	all := []rune(alphabet)
	b := make([]rune, n)
	for i := range b {
		b[i] = all[r.IntN(len(all))]
	}
	return string(b)
}

func digits(r *rand.Rand, n int) string { return from("0123456789", r, n) }

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
