package fuzz

import (
	"context"
	"slices"
)

// shrinker makes programs smaller as long as they fail in the same way.
type shrinker struct {
	// judge says of each program whether it fails.
	judge func(ctx context.Context, programs []Program) []bool
}

// rounds bounds the shrinking of one program. Each halves a long one or takes at least a line off.
const rounds = 60

// shrink makes a failing program small: no line can be taken out of what comes back, and no word or
// node be put in the place of another that stands before it, without the failure going away. It is
// delta debugging (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002), with
// all candidates of a round tried at the same time. ok is false if ctx ended first, or if the program
// does not fail at all.
func (s shrinker) shrink(ctx context.Context, p Program) (small Program, ok bool) {
	p = p.alive()
	next, fails := s.first(ctx, append([]candidate{{program: p, from: p, plain: true}}, smaller(p, 2, 8)...))
	for i := 0; fails && i < rounds && ctx.Err() == nil; i++ {
		p = next
		// A long program is cut into large pieces first: its candidates are as long as it is.
		if next, ok = s.first(ctx, smaller(p, 2, 8)); ok {
			continue
		}
		if next, ok = s.first(ctx, smaller(p, 9, len(p.Ops))); ok {
			continue
		}
		if next, ok = s.first(ctx, plainer(p)); !ok {
			break
		}
	}
	return p, fails && ctx.Err() == nil
}

// first returns the first candidate that fails. If several fail, what they all leave out is left out
// together if that fails too.
func (s shrinker) first(ctx context.Context, candidates []candidate) (Program, bool) {
	if len(candidates) == 0 {
		return Program{}, false
	}
	programs := make([]Program, len(candidates))
	for i, c := range candidates {
		programs[i] = c.program
	}
	fails := s.judge(ctx, programs)
	best := -1
	var all []int
	for i, c := range candidates {
		if !fails[i] {
			continue
		}
		if !c.plain {
			all = append(all, i)
		}
		if best < 0 || len(c.program.Ops) < len(candidates[best].program.Ops) {
			best = i
		}
	}
	if best < 0 {
		return Program{}, false
	}
	if together, ok := merge(candidates, all); ok && len(together.Ops) < len(candidates[best].program.Ops) {
		if s.judge(ctx, []Program{together})[0] {
			return together, true
		}
	}
	return programs[best], true
}

// candidate is a smaller program, and which lines of the larger one it leaves out.
type candidate struct {
	program Program
	from    Program
	left    [2]int // lines left out
	plain   bool   // it leaves none out
}

// merge leaves out what any of the candidates leaves out.
func merge(list []candidate, which []int) (Program, bool) {
	if len(which) < 2 {
		return Program{}, false
	}
	from := list[which[0]].from
	out := make([]bool, len(from.Ops))
	for _, i := range which {
		for k := list[i].left[0]; k < list[i].left[1]; k++ {
			out[k] = true
		}
	}
	var ops []Op
	for k, op := range from.Ops {
		if !out[k] {
			ops = append(ops, op)
		}
	}
	return Program{Ops: ops}.alive(), len(ops) > 0
}

// smaller is the program without each of its halves, quarters and so on: as many parts as the bounds say,
// and never more than it has lines.
func smaller(p Program, least, most int) []candidate {
	var list []candidate
	n := len(p.Ops)
	for parts := 2; parts <= min(n, most); parts *= 2 {
		if 2*parts > n {
			parts = n // line by line
		}
		if parts < least || parts > most {
			continue
		}
		for i := range parts {
			from, to := i*n/parts, (i+1)*n/parts
			ops := slices.Concat(p.Ops[:from], p.Ops[to:])
			if less := (Program{Ops: ops}).alive(); len(less.Ops) > 0 {
				list = append(list, candidate{program: less, from: p, left: [2]int{from, to}})
			}
		}
	}
	return list
}

// plainer is the program with one word or node in the place of another that it should do without, each
// by itself, before them the program with all words plain.
func plainer(p Program) []candidate {
	var list []candidate
	add := func(change func(ops []Op) bool) {
		ops := slices.Clone(p.Ops)
		for i := range ops {
			ops[i].Nodes, ops[i].Words = slices.Clone(ops[i].Nodes), slices.Clone(ops[i].Words)
		}
		if change(ops) {
			list = append(list, candidate{program: Program{Ops: ops}, plain: true})
		}
	}
	add(func(ops []Op) bool {
		changed := 0
		for _, op := range ops {
			for k, w := range op.Words {
				if w != 0 {
					op.Words[k] = 0
					changed++
				}
			}
		}
		return changed > 1
	})
	for i, op := range p.Ops {
		for k, w := range op.Words {
			for plain := range w {
				add(func(ops []Op) bool { ops[i].Words[k] = plain; return true })
			}
		}
		for k, n := range op.Nodes {
			if kinds := holeKinds(op.Name); n != 0 && (len(kinds) == 0 || slices.Contains(kindsOf("root"), kinds[k])) {
				add(func(ops []Op) bool { ops[i].Nodes[k] = 0; return true })
			}
		}
	}
	return list
}

// holeKinds lists the kinds of a production's node holes; markup has none.
func holeKinds(name string) []string {
	var list []string
	for _, p := range parsed[name] {
		if p.hole.kind == '@' {
			list = append(list, p.hole.what)
		}
	}
	return list
}
