package reports_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"replaylab/lab/result"
)

// shots draws the screenshots that the sample's checkpoints name, and the files beside them.
func shots(t testing.TB, dir string, run *result.Run) {
	t.Helper()
	screenshots(t, dir)
	for _, res := range run.Results {
		for _, u := range res.Uploads {
			if filepath.IsLocal(u.File) {
				put(t, dir, u.File, []byte(`{"version":1,"events":[]}`))
			}
		}
		for _, r := range res.Recordings {
			put(t, dir, r.File, []byte(`[]`))
		}
	}
}

// screenshots draws shots/0-same.png, shots/0-other.png and two more.
func screenshots(t testing.TB, dir string) {
	t.Helper()
	for k := range 2 {
		for _, side := range []string{"same", "other"} {
			put(t, dir, fmt.Sprintf("shots/%d-%s.png", k, side), drawn(t, k, side == "other"))
		}
	}
}

func put(t testing.TB, dir, name string, data []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// drawn is a page in blocks: a bar, a field, a button, lines of text. The other one has a line
// less, a colour wrong and a button elsewhere.
func drawn(t testing.TB, k int, other bool) []byte {
	t.Helper()
	picture, _ := pictures.LoadOrStore([2]any{k, other}, sync.OnceValue(func() []byte { return paint(k, other) }))
	return picture.(func() []byte)()
}

var pictures sync.Map // drawn once: encoding takes longer than the tests

func paint(k int, other bool) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	box := func(x, y, w, h int, c color.RGBA) {
		draw.Draw(img, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	grey := color.RGBA{200, 204, 210, 255}
	box(0, 0, 1280, 720, color.RGBA{255, 255, 255, 255})
	box(0, 0, 1280, 64, color.RGBA{33, 60, 114, 255})
	box(40, 100, 420, 28, color.RGBA{60, 64, 70, 255})
	box(40, 160, 360, 44, color.RGBA{238, 240, 243, 255})
	for i := range 12 + 4*k {
		c := grey
		if i == 5 && !other {
			c = color.RGBA{178, 34, 34, 255}
		}
		if i == 9 && other {
			continue
		}
		box(40, 240+26*i, 700-(i*137)%260, 12, c)
	}
	x := 420
	if other {
		x = 440
	}
	box(x, 160, 120, 44, color.RGBA{23, 112, 60, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}
