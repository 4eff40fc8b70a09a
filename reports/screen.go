package reports

import (
	"io"
	"os"

	"golang.org/x/term"

	"replaylab/lab/result"
)

// plainWidth is how wide lines are where nobody knows better, such as in the log of a CI job.
const plainWidth = 80

// Screen is what a writer can show. The zero value is a plain log.
type Screen struct {
	Live  bool // lines can be rewritten in place
	Color bool
	Width int // columns; zero means 80
}

// ScreenOf finds out what w can show. Colour is for terminals alone, and not where NO_COLOR is
// set (no-color.org).
func ScreenOf(w io.Writer) Screen {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return Screen{}
	}
	s := Screen{Live: true, Color: os.Getenv("NO_COLOR") == ""}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		s.Width = width
	}
	return s
}

func (s Screen) width() int {
	if s.Width <= 0 {
		return plainWidth
	}
	return max(s.Width, 40)
}

// An ink is an SGR sequence.
type ink string

const (
	bold   ink = "1"
	dim    ink = "2"
	red    ink = "1;31"
	green  ink = "32"
	yellow ink = "33"
	blue   ink = "34"
	purple ink = "35"
	cyan   ink = "36"
)

// paint colours clean text.
func (s Screen) paint(i ink, text string) string {
	if !s.Color || text == "" || i == "" {
		return text
	}
	return "\x1b[" + string(i) + "m" + text + "\x1b[0m"
}

// look is how a verdict looks: never by colour alone, since a symbol and a word go with it.
type look struct {
	ink    ink
	symbol string
}

var looks = map[result.Verdict]look{
	result.Held:           {green, "✓"},
	result.Failed:         {red, "✗"},
	result.Known:          {yellow, "≈"},
	result.Fixed:          {blue, "✦"},
	result.Waived:         {dim, "~"},
	result.NA:             {dim, "–"},
	result.Inconclusive:   {purple, "?"},
	result.Infrastructure: {cyan, "!"},
}

func lookOf(v result.Verdict) look {
	if l, ok := looks[v]; ok {
		return l
	}
	return look{bold, "?"}
}
