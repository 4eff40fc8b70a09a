package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// near returns the word that was most likely meant by s, or "" if none is close.
func near(s string, words []string) string {
	list := nearest(s, words, 1)
	if len(list) == 0 {
		return ""
	}
	if far := distance(s, list[0]); far >= len(s) || far > max(1, len(s)/3) {
		return ""
	}
	return list[0]
}

// nearest returns the n words closest to s, the closest first.
func nearest(s string, words []string, n int) []string {
	type ranked struct {
		word string
		far  int
	}
	list := make([]ranked, len(words))
	for i, w := range words {
		list[i] = ranked{w, distance(s, w)}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.far, b.far) })
	var out []string
	for _, r := range list[:min(n, len(list))] {
		out = append(out, r.word)
	}
	return out
}

// suggest is the hint for a word that is not among words: the nearest, or all if they are few.
func suggest(s string, words []string) string {
	if w := near(s, words); w != "" {
		return fmt.Sprintf("did you mean %q?", w)
	}
	return oneOf(words)
}

// oneOf lists words that are few enough to be read.
func oneOf(words []string) string {
	const readable = 8
	if len(words) == 0 || len(words) > readable {
		return ""
	}
	return "write " + either(words)
}

// either joins words as in "a, b or c".
func either(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// distance is how many letters must be added, dropped, changed or swapped with their neighbour
// to make b of a. Case does not count, and nothing is read beyond what a person would mistype.
func distance(a, b string) int {
	const readable = 80
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	x, y = x[:min(len(x), readable)], y[:min(len(y), readable)]
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := rows[i-1][j-1]
			if x[i-1] != y[j-1] {
				change++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
