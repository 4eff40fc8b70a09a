package diff

import (
	"slices"
	"strings"

	"replaylab/lab/dom"
)

// anchor fixes partners by the ids that the recording gives nodes.
func (c *comparison) anchor(left, right *dom.Node) {
	byID := map[int]*dom.Node{}
	right.Walk(func(n *dom.Node) bool {
		if n.ID > 0 {
			byID[n.ID] = n
		}
		return true
	})
	c.anchors, c.anchored = map[*dom.Node]*dom.Node{}, map[*dom.Node]bool{}
	left.Walk(func(n *dom.Node) bool {
		if r := byID[n.ID]; n.ID > 0 && r != nil && r.Kind == n.Kind {
			c.anchors[n], c.anchored[r] = r, true
		}
		return true
	})
}

// children finds out which children of two paired nodes are the same, and pairs them.
func (c *comparison) children(l, r *dom.Node) {
	a, b := l.Children, r.Children
	partner := make([]int, len(a)) // index in b, or -1
	taken := make([]bool, len(b))
	for i := range partner {
		partner[i] = -1
	}
	match := func(i, j int) { partner[i], taken[j] = j, true }

	if len(c.anchors) > 0 {
		place := map[*dom.Node]int{}
		for j, n := range b {
			place[n] = j
		}
		for i, n := range a {
			if j, ok := place[c.anchors[n]]; ok {
				match(i, j)
			}
		}
	}
	free := func(i int) bool { return partner[i] < 0 && c.anchors[a[i]] == nil }
	open := func(j int) bool { return !taken[j] && !c.anchored[b[j]] }

	// Equal subtrees first: from both ends, then anywhere in between, each the next of its hash.
	from, to := 0, 0
	for from < len(a) && from < len(b) && free(from) && open(from) && c.left[a[from]] == c.right[b[from]] {
		match(from, from)
		from++
	}
	for to < len(a)-from && to < len(b)-from {
		i, j := len(a)-1-to, len(b)-1-to
		if !free(i) || !open(j) || c.left[a[i]] != c.right[b[j]] {
			break
		}
		match(i, j)
		to++
	}
	byHash := map[uint64][]int{}
	for j := from; j < len(b)-to; j++ {
		if open(j) {
			byHash[c.right[b[j]]] = append(byHash[c.right[b[j]]], j)
		}
	}
	next := func(i int) {
		list := byHash[c.left[a[i]]]
		for len(list) > 0 && !open(list[0]) {
			list = list[1:]
		}
		if len(list) > 0 {
			match(i, list[0])
			list = list[1:]
		}
		byHash[c.left[a[i]]] = list
	}
	for i := from; i < len(a)-to; i++ {
		if free(i) && !trivial(a[i]) && !blank(a[i]) {
			next(i)
		}
	}
	// What is alike everywhere, as the white space of a list is, stays behind what it stood behind.
	for i := max(from, 1); i < len(a)-to; i++ {
		if j := partner[i-1] + 1; j > 0 && j < len(b) && free(i) && open(j) && c.left[a[i]] == c.right[b[j]] {
			match(i, j)
		}
	}
	for i := from; i < len(a)-to; i++ {
		if free(i) && !trivial(a[i]) {
			next(i)
		}
	}
	// What is left is paired in order, by likeness, between the partners already known.
	c.alike(a, b, partner, taken, free, open)
	c.byPlace(a, b, partner, taken)

	kept := increasing(partner)
	for i, j := range partner {
		switch {
		case j < 0:
			if c.pairs[a[i]] == nil {
				c.lose(a[i])
			}
		default:
			if !kept[i] {
				c.moved = append(c.moved, a[i])
			}
			c.pair(a[i], b[j])
		}
	}
	for j, n := range b {
		if !taken[j] && c.back[n] == nil {
			c.gain(n)
		}
	}
}

// byPlace pairs every child with the one in its place where that leaves fewer of them different than
// the partners found do. Of three radio buttons that look alike a wrong check mark makes the second look
// like the third: that is one button in a wrong state, not one too few and one too many.
func (c *comparison) byPlace(a, b []*dom.Node, partner []int, taken []bool) {
	if len(a) != len(b) || len(c.anchors) > 0 {
		return
	}
	lost, differ := 0, 0
	for i, j := range partner {
		if !loose(a[i], b[i]) {
			return
		}
		if c.left[a[i]] != c.right[b[i]] {
			differ++
		}
		switch {
		case j < 0:
			lost += 2 // one is missing, and another is there instead
		case c.left[a[i]] != c.right[b[j]]:
			lost++
		}
	}
	if differ >= lost {
		return
	}
	for i := range partner {
		partner[i], taken[i] = i, true
	}
}

// trivial nodes are too common for their hash to say that two of them are the same.
func trivial(n *dom.Node) bool {
	return n.Kind == dom.Text && len(n.Value) < 3
}

func blank(n *dom.Node) bool { return n.Kind == dom.Text && strings.TrimSpace(n.Value) == "" }

// alike pairs what is free on both sides in the gaps between known partners.
func (c *comparison) alike(a, b []*dom.Node, partner []int, taken []bool, free func(int) bool, open func(int) bool) {
	kept := increasing(partner)
	i, j := 0, 0
	for end := 0; end <= len(a); end++ {
		if end < len(a) && (partner[end] < 0 || !kept[end]) {
			continue
		}
		stop := len(b)
		if end < len(a) {
			stop = partner[end]
		}
		c.gap(a, b, i, end, j, stop, partner, taken, free, open)
		i, j = end+1, stop+1
	}
}

// gap aligns a[i:iEnd] with b[j:jEnd] by the longest common subsequence of likeness, strict
// first (same name and id attribute) and then loose (same name).
func (c *comparison) gap(a, b []*dom.Node, i, iEnd, j, jEnd int, partner []int, taken []bool, free func(int) bool, open func(int) bool) {
	for _, like := range []func(l, r *dom.Node) bool{strict, loose} {
		var is, js []int
		for k := i; k < iEnd; k++ {
			if free(k) {
				is = append(is, k)
			}
		}
		for k := j; k < jEnd; k++ {
			if open(k) {
				js = append(js, k)
			}
		}
		if len(is) == 0 || len(js) == 0 {
			return
		}
		for _, p := range common(len(is), len(js), func(x, y int) bool { return like(a[is[x]], b[js[y]]) }) {
			partner[is[p[0]]], taken[js[p[1]]] = js[p[1]], true
		}
	}
}

func strict(l, r *dom.Node) bool {
	if l.Kind != r.Kind || l.Name != r.Name {
		return false
	}
	if l.Kind != dom.Element {
		return l.Value == r.Value
	}
	li, ri := l.Attr("id"), r.Attr("id")
	return li != "" && li == ri
}

func loose(l, r *dom.Node) bool {
	return l.Kind == r.Kind && (l.Name == r.Name || l.Kind != dom.Element) && (l.Attr("id") == "" || r.Attr("id") == "" || l.Attr("id") == r.Attr("id"))
}

// tableLimit bounds the work of common: above it, items are paired greedily in order.
const tableLimit = 4_000_000

// common is the longest common subsequence of two lists under a likeness.
func common(n, m int, like func(i, j int) bool) [][2]int {
	var pairs [][2]int
	if n*m > tableLimit {
		for i, j := 0, 0; i < n && j < m; i++ {
			for k := j; k < min(m, j+64); k++ {
				if like(i, k) {
					pairs = append(pairs, [2]int{i, k})
					j = k + 1
					break
				}
			}
		}
		return pairs
	}
	table := make([]int32, (n+1)*(m+1))
	at := func(i, j int) *int32 { return &table[i*(m+1)+j] }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if like(i, j) {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case like(i, j) && *at(i, j) == *at(i+1, j+1)+1:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case *at(i+1, j) >= *at(i, j+1):
			i++
		default:
			j++
		}
	}
	return pairs
}

// increasing marks a longest increasing subsequence of the partners (-1 are passed over): those
// that stayed in order. The rest have moved.
func increasing(partner []int) []bool {
	kept := make([]bool, len(partner))
	before := make([]int, len(partner))
	var tails []int // indexes into partner
	for i, j := range partner {
		if j < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(tails, j, func(t, j int) int { return partner[t] - j })
		before[i] = -1
		if at > 0 {
			before[i] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, i)
		} else {
			tails[at] = i
		}
	}
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			kept[i] = true
		}
	}
	return kept
}

// moves pairs nodes that were lost in one place and gained in another, and reports what is left.
// Pairing two subtrees may lose and gain further nodes below them, hence the rounds: they go on as
// long as one of them finds something.
func (c *comparison) moves() {
	found := map[*dom.Node]bool{}
	for more := true; more; {
		more = false
		gained, byHash := map[*dom.Node]bool{}, map[uint64][]*dom.Node{}
		for _, n := range c.gained {
			if !found[n] {
				gained[n] = true
				if !c.anchored[n] {
					byHash[c.right[n]] = append(byHash[c.right[n]], n)
				}
			}
		}
		lost := c.lost
		c.lost = nil
		for _, n := range lost {
			var r *dom.Node
			if anchor := c.anchors[n]; anchor != nil && gained[anchor] {
				r = anchor
			} else if list := byHash[c.left[n]]; anchor == nil && len(list) > 0 && n.Count() > 1 {
				r, byHash[c.left[n]] = list[0], list[1:]
			}
			if r == nil || found[r] {
				c.lose(n)
				continue
			}
			found[r], more = true, true
			c.moved = append(c.moved, n)
			c.pair(n, r)
		}
	}
	for _, n := range c.moved {
		c.add(Moved, "", n, c.pairs[n], ptr(place(n)), ptr(place(c.pairs[n])))
	}
	for _, n := range c.lost {
		c.add(Missing, "", n, nil, ptr(outline(n)), nil)
	}
	for _, n := range c.gained {
		if !found[n] {
			c.add(Extra, "", nil, n, nil, ptr(outline(n)))
		}
	}
}

func place(n *dom.Node) string {
	if n.Parent == nil {
		return "the root"
	}
	return "child " + dom.Ordinal(n) + " of " + dom.Path(n.Parent)
}
