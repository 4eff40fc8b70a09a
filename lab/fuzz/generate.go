package fuzz

import (
	"math/rand/v2"
	"slices"
)

// Generate makes program number i of a seed. The same seed and number always make the same program.
//
// Programs are drawn in swarms: each leaves out about half of the grammar's groups and a part of the
// productions of the others, so that a line which always fails does not hide what is behind it (Groce
// and others, Swarm Testing, ISSTA 2012).
func Generate(seed, i uint64) Program {
	g := &generator{r: rand.New(rand.NewPCG(seed, i)), next: 1, of: map[string][]int{}, parents: []int{0}}
	for _, k := range kindsOf("root") {
		g.of[k] = append(g.of[k], 0)
	}
	g.swarm()
	g.page()
	frames := 5
	for want := g.length(); want > 0; want-- {
		g.line()
		if frames > 0 && g.r.IntN(7) == 0 {
			g.ops = append(g.ops, Op{Name: frame})
			frames--
		}
	}
	return Program{Ops: g.ops}.alive()
}

type generator struct {
	r       *rand.Rand
	ops     []Op
	next    int              // number of the next node
	of      map[string][]int // nodes by what they can stand for
	parents []int            // nodes of the markup that further markup may go into
	allowed []*production
	markup  []*production
}

// swarm draws the part of the grammar that the program uses.
func (g *generator) swarm() {
	uses := map[string]bool{}
	for i := range productions {
		p := &productions[i]
		if p.group == "" {
			continue
		}
		if p.group == "markup" {
			g.markup = append(g.markup, p)
			continue
		}
		if _, drawn := uses[p.group]; !drawn {
			chance := 50
			switch p.group {
			case "create", "tree":
				chance = 80
			case "burst", "frame", "selection":
				chance = 20
			}
			uses[p.group] = g.r.IntN(100) < chance
		}
		chance := 75
		if p.loud {
			chance = 40
		}
		if kept := g.r.IntN(100) < chance; kept && uses[p.group] {
			g.allowed = append(g.allowed, p)
		}
	}
	if len(g.allowed) < 5 { // nothing to make a program of
		for _, name := range []string{"append new element", "append", "remove", "setAttribute", "data", "innerHTML"} {
			g.allowed = append(g.allowed, byName[name])
		}
	}
}

// length draws the number of operations: mostly twenty to fifty, sometimes few, sometimes many.
func (g *generator) length() int {
	switch n := g.r.IntN(10); {
	case n == 0:
		return 3 + g.r.IntN(15)
	case n == 1:
		return 60 + g.r.IntN(120)
	default:
		return 22 + g.r.IntN(30)
	}
}

// page draws the page as it is loaded.
func (g *generator) page() {
	for range 3 + g.r.IntN(8) {
		p := pick(g.r, g.markup)
		op := g.fill(p)
		op.Nodes = []int{pick(g.r, g.parents)}
		g.ops = append(g.ops, op)
		if slices.ContainsFunc(parsed[p.name], func(p piece) bool { return p.hole.kind == '{' }) {
			g.parents = append(g.parents, op.Makes)
		}
	}
}

// line draws one operation among those for which there are nodes.
func (g *generator) line() {
	for range 50 {
		p := pick(g.r, g.allowed)
		if g.possible(p) {
			// Bursts are long: one in four lines that could be one is.
			if p.group != "burst" || g.r.IntN(4) == 0 {
				g.ops = append(g.ops, g.fill(p))
				return
			}
		}
	}
	g.ops = append(g.ops, g.fill(byName["append new element"]))
}

func (g *generator) possible(p *production) bool {
	for _, piece := range parsed[p.name] {
		if piece.hole.kind == '@' && len(g.of[piece.hole.what]) == 0 {
			return false
		}
	}
	return true
}

// fill draws what stands in the holes of a production.
func (g *generator) fill(p *production) Op {
	op := Op{Name: p.name}
	for _, piece := range parsed[p.name] {
		switch piece.hole.kind {
		case '@':
			op.Nodes = append(op.Nodes, pick(g.r, g.of[piece.hole.what]))
		case '#':
			op.Words = append(op.Words, g.r.IntN(len(pools[piece.hole.what])))
		}
	}
	if p.makes != "" {
		op.Makes = g.next
		g.next++
		for _, k := range op.kindsMade() {
			g.of[k] = append(g.of[k], op.Makes)
		}
	}
	return op
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
