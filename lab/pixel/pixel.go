// Package pixel compares two pictures of a page, pixel by pixel.
package pixel

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
)

// Noise is the difference of a channel below which a pixel counts as equal. A page in a frame, as
// players show it, blends shadows and half transparent layers with other roundings than the same
// page in a window: by 1 in the shadow of a dialog, by 2 under its backdrop, in Chromium 156.
const Noise = 2

// Result is in what two pictures differ. The zero value is two pictures that are equal.
type Result struct {
	Pixels  int      // how many differ by more than Noise
	Max     int      // the largest difference of one channel, 0 to 255
	Regions []Region // where, largest first
}

// Region is a part of the picture in which pixels differ: a group of neighbouring cells.
type Region struct {
	image.Rectangle             // around the pixels that differ
	Pixels          int         // how many differ in it
	Max             int         // as in Result
	At              image.Point // the first of the pixels that differ most
	Left, Right     color.RGBA  // what is there
}

func (r Region) String() string {
	return fmt.Sprintf("%d×%d at %d,%d", r.Dx(), r.Dy(), r.Min.X, r.Min.Y)
}

// cell is the side of the squares that pixels are grouped by. Letters of a line of text are less
// than a cell apart, paragraphs more.
const cell = 16

// Compare compares two PNGs of the same size, except inside the blind rectangles.
func Compare(a, b []byte, blind []image.Rectangle) (Result, error) {
	if bytes.Equal(a, b) {
		return Result{}, nil
	}
	left, err := decode(a)
	if err != nil {
		return Result{}, err
	}
	right, err := decode(b)
	if err != nil {
		return Result{}, err
	}
	if left.Rect != right.Rect {
		return Result{}, fmt.Errorf("one picture is %d×%d pixels and the other %d×%d",
			left.Rect.Dx(), left.Rect.Dy(), right.Rect.Dx(), right.Rect.Dy())
	}
	return compare(left, right, blind), nil
}

func compare(left, right *image.RGBA, blind []image.Rectangle) (r Result) {
	cells := map[image.Point]*Region{}
	for y := left.Rect.Min.Y; y < left.Rect.Max.Y; y++ {
		l, m := left.Pix[left.PixOffset(0, y):][:left.Stride], right.Pix[right.PixOffset(0, y):][:right.Stride]
		if bytes.Equal(l, m) {
			continue
		}
		for i := 0; i < len(l); i += 4 {
			d := 0
			for c := range 4 {
				d = max(d, int(l[i+c])-int(m[i+c]), int(m[i+c])-int(l[i+c]))
			}
			at := image.Pt(i/4, y)
			if d <= Noise || slices.ContainsFunc(blind, at.In) {
				continue
			}
			r.Pixels, r.Max = r.Pixels+1, max(r.Max, d)
			one := Region{image.Rect(at.X, at.Y, at.X+1, at.Y+1), 1, d, at, left.RGBAAt(at.X, at.Y), right.RGBAAt(at.X, at.Y)}
			if c := cells[at.Div(cell)]; c != nil {
				c.add(one)
			} else {
				cells[at.Div(cell)] = &one
			}
		}
	}
	r.Regions = grouped(cells)
	return r
}

func (r *Region) add(other Region) {
	if other.Max > r.Max {
		r.Max, r.At, r.Left, r.Right = other.Max, other.At, other.Left, other.Right
	}
	r.Rectangle, r.Pixels = r.Union(other.Rectangle), r.Pixels+other.Pixels
}

// grouped joins cells that touch, at a corner too.
func grouped(cells map[image.Point]*Region) []Region {
	var list []Region
	for len(cells) > 0 {
		var group Region
		var reach func(p image.Point)
		reach = func(p image.Point) {
			c := cells[p]
			if c == nil {
				return
			}
			delete(cells, p)
			group.add(*c)
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					reach(p.Add(image.Pt(dx, dy)))
				}
			}
		}
		for p := range cells {
			reach(p)
			break
		}
		list = append(list, group)
	}
	slices.SortFunc(list, func(a, b Region) int {
		return cmp.Or(b.Pixels-a.Pixels, a.Min.Y-b.Min.Y, a.Min.X-b.Min.X)
	})
	return list
}

func decode(data []byte) (*image.RGBA, error) {
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read a screenshot: %w", err)
	}
	if same, ok := m.(*image.RGBA); ok {
		return same, nil
	}
	flat := image.NewRGBA(m.Bounds())
	draw.Draw(flat, flat.Rect, m, m.Bounds().Min, draw.Src)
	return flat, nil
}
