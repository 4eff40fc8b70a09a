package diff

import (
	"encoding/binary"
	"hash/maphash"

	"replaylab/lab/dom"
)

var seed = maphash.MakeSeed()

// index hashes every node with all that is below it (a Merkle tree), so that equal subtrees are
// known without being walked. Style, geometry and node ids are not part of it.
func index(root *dom.Node) map[*dom.Node]uint64 {
	hashes := make(map[*dom.Node]uint64, root.Count())
	var h maphash.Hash
	var stack []uint64 // the hashes of what is below the nodes under way
	var word [8]byte
	var visit func(n *dom.Node) uint64
	visit = func(n *dom.Node) uint64 {
		from := len(stack)
		for _, side := range [...]*dom.Node{n.Shadow, n.Content, n.Frame} {
			if side == nil {
				stack = append(stack, 0)
			} else {
				stack = append(stack, visit(side))
			}
		}
		for _, c := range n.Children {
			stack = append(stack, visit(c))
		}
		h.SetSeed(seed)
		h.WriteByte(byte(n.Kind))
		part(&h, n.NS)
		part(&h, n.Name)
		if n.Kind != dom.Document {
			part(&h, n.Value)
		}
		for _, list := range [...]struct {
			kind  Kind
			pairs []dom.Pair
		}{{Attribute, n.Attrs}, {Property, n.Props}} {
			h.WriteByte(byte(1))
			for _, p := range list.pairs {
				if !ignored(list.kind, p.Name) {
					part(&h, p.Name)
					part(&h, p.Value)
				}
			}
		}
		for _, b := range stack[from:] {
			binary.LittleEndian.PutUint64(word[:], b)
			h.Write(word[:])
		}
		stack = stack[:from]
		sum := h.Sum64()
		hashes[n] = sum
		return sum
	}
	visit(root)
	return hashes
}

func part(h *maphash.Hash, s string) {
	h.WriteString(s)
	h.WriteByte(0)
}
