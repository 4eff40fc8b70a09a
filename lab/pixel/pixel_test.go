package pixel_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"replaylab/lab/pixel"
)

func picture(t *testing.T, w, h int, dots map[image.Point]color.RGBA) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for at, c := range dots {
		m.SetRGBA(at.X, at.Y, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func grey(v uint8) color.RGBA { return color.RGBA{v, v, v, 255} }

func TestCompare(t *testing.T) {
	white := picture(t, 100, 100, nil)
	for name, c := range map[string]struct {
		dots   map[image.Point]color.RGBA
		blind  []image.Rectangle
		pixels int
		max    int
		places string
	}{
		"nothing":              {nil, nil, 0, 0, ""},
		"within the noise":     {map[image.Point]color.RGBA{{5, 5}: grey(253)}, nil, 0, 0, ""},
		"just beyond":          {map[image.Point]color.RGBA{{5, 5}: grey(252)}, nil, 1, 3, "1×1 at 5,5"},
		"one channel":          {map[image.Point]color.RGBA{{5, 5}: {255, 0, 255, 255}}, nil, 1, 255, "1×1 at 5,5"},
		"cells that touch":     {map[image.Point]color.RGBA{{15, 15}: grey(0), {16, 16}: grey(9)}, nil, 2, 255, "2×2 at 15,15"},
		"two places":           {map[image.Point]color.RGBA{{5, 5}: grey(0), {50, 5}: grey(0), {51, 5}: grey(0)}, nil, 3, 255, "2×1 at 50,5; 1×1 at 5,5"},
		"in a blind part":      {map[image.Point]color.RGBA{{5, 5}: grey(0)}, []image.Rectangle{image.Rect(0, 0, 6, 6)}, 0, 0, ""},
		"beside a blind part":  {map[image.Point]color.RGBA{{6, 5}: grey(0)}, []image.Rectangle{image.Rect(0, 0, 6, 6)}, 1, 255, "1×1 at 6,5"},
		"in one of blind ones": {map[image.Point]color.RGBA{{50, 5}: grey(0)}, []image.Rectangle{image.Rect(0, 0, 6, 6), image.Rect(40, 0, 60, 20)}, 0, 0, ""},
	} {
		r, err := pixel.Compare(white, picture(t, 100, 100, c.dots), c.blind)
		if err != nil {
			t.Fatal(err)
		}
		var places []string
		for _, p := range r.Regions {
			places = append(places, p.String())
		}
		if got := strings.Join(places, "; "); r.Pixels != c.pixels || r.Max != c.max || got != c.places {
			t.Errorf("%s: %d pixels by %d in %q, want %d by %d in %q", name, r.Pixels, r.Max, got, c.pixels, c.max, c.places)
		}
	}
}

func TestRegionSaysWhatIsThere(t *testing.T) {
	r, err := pixel.Compare(picture(t, 40, 40, map[image.Point]color.RGBA{{3, 4}: grey(100)}),
		picture(t, 40, 40, map[image.Point]color.RGBA{{3, 4}: grey(0), {5, 4}: grey(250)}), nil)
	if err != nil || len(r.Regions) != 1 {
		t.Fatal(r, err)
	}
	if p := r.Regions[0]; p.At != image.Pt(3, 4) || p.Left != grey(100) || p.Right != grey(0) || p.Max != 100 || p.Pixels != 2 {
		t.Errorf("%+v", p)
	}
}

func TestPicturesThatCannotBeCompared(t *testing.T) {
	good := picture(t, 10, 10, nil)
	for want, bad := range map[string][]byte{
		"10×10 pixels and the other 10×11": picture(t, 10, 11, nil),
		"read a screenshot":                []byte("no picture"),
	} {
		if _, err := pixel.Compare(good, bad, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestFuzz(t *testing.T) {
	for _, c := range []struct {
		fuzz        pixel.Fuzz
		pixels, max int
		want        pixel.Verdict
	}{
		{pixel.Fuzz{}, 0, 0, pixel.Within},
		{pixel.Fuzz{}, 1, 3, pixel.TooFar},
		{pixel.Fuzz{Difference: pixel.Span{Max: 10}, Pixels: pixel.Span{Max: 20}}, 20, 10, pixel.Within},
		{pixel.Fuzz{Difference: pixel.Span{Max: 10}, Pixels: pixel.Span{Max: 20}}, 0, 0, pixel.Within},
		{pixel.Fuzz{Difference: pixel.Span{Max: 10}, Pixels: pixel.Span{Max: 20}}, 21, 10, pixel.TooFar},
		{pixel.Fuzz{Difference: pixel.Span{Max: 10}, Pixels: pixel.Span{Max: 20}}, 20, 11, pixel.TooFar},
		{pixel.Fuzz{Difference: pixel.Span{Min: 5, Max: 10}, Pixels: pixel.Span{Max: 20}}, 20, 4, pixel.Unneeded},
		{pixel.Fuzz{Difference: pixel.Span{Min: 5, Max: 10}, Pixels: pixel.Span{Min: 10, Max: 20}}, 9, 7, pixel.Unneeded},
		{pixel.Fuzz{Difference: pixel.Span{Min: 5, Max: 10}, Pixels: pixel.Span{Min: 10, Max: 20}}, 21, 4, pixel.TooFar},
	} {
		if got := c.fuzz.Judge(pixel.Result{Pixels: c.pixels, Max: c.max}); got != c.want {
			t.Errorf("%v with %d pixels by %d: %v, want %v", c.fuzz, c.pixels, c.max, got, c.want)
		}
	}
}

func TestRegionsBeyondATolerance(t *testing.T) {
	f := pixel.Fuzz{Difference: pixel.Span{Max: 10}, Pixels: pixel.Span{Max: 20}}
	near, far, many := pixel.Region{Pixels: 20, Max: 10}, pixel.Region{Pixels: 1, Max: 11}, pixel.Region{Pixels: 21, Max: 3}
	for want, regions := range map[int][]pixel.Region{0: {near}, 1: {near, far}, 2: {many, far}} {
		if got := f.Beyond(pixel.Result{Regions: regions}); len(got) != want {
			t.Errorf("%v: %v are beyond, want %d", regions, got, want)
		}
	}
}

func BenchmarkCompare(b *testing.B) {
	left, right := image.NewRGBA(image.Rect(0, 0, 1280, 720)), image.NewRGBA(image.Rect(0, 0, 1280, 720))
	for i := range left.Pix {
		left.Pix[i], right.Pix[i] = 255, 255
	}
	right.Pix[4000] = 9
	var l, r bytes.Buffer
	_, _ = png.Encode(&l, left), png.Encode(&r, right)
	for b.Loop() {
		if _, err := pixel.Compare(l.Bytes(), r.Bytes(), nil); err != nil {
			b.Fatal(err)
		}
	}
}
