package visit

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/scenario"
)

// act does one step. The page, site and ingest are the runner's.
type act func(r *runner, ctx context.Context, s scenario.Step) error

// acts are the verbs of steps. A test holds this table against the scenario language.
var acts = map[string]act{
	"open": func(r *runner, ctx context.Context, s scenario.Step) error {
		return r.page.Open(ctx, r.address(s.Args[0]))
	},
	"click": func(r *runner, ctx context.Context, s scenario.Step) error {
		return r.with(ctx, s.Args[0], func(e *browser.Element) error { return r.page.Click(ctx, e, 1) })
	},
	"dblclick": func(r *runner, ctx context.Context, s scenario.Step) error {
		return r.with(ctx, s.Args[0], func(e *browser.Element) error { return r.page.Click(ctx, e, 2) })
	},
	"type": func(r *runner, ctx context.Context, s scenario.Step) error {
		return r.with(ctx, s.Args[0], func(e *browser.Element) error { return r.page.Type(ctx, e, r.fill(s.Args[1])) })
	},
	"press": func(r *runner, ctx context.Context, s scenario.Step) error { return r.page.Press(ctx, s.Args[0]) },
	"select": func(r *runner, ctx context.Context, s scenario.Step) error {
		return r.with(ctx, s.Args[0], func(e *browser.Element) error { return e.Choose(ctx, r.fillAll(s.Args[1:])) })
	},
	"check":   func(r *runner, ctx context.Context, s scenario.Step) error { return r.check(ctx, s.Args[0], true) },
	"uncheck": func(r *runner, ctx context.Context, s scenario.Step) error { return r.check(ctx, s.Args[0], false) },
	"hover": func(r *runner, ctx context.Context, s scenario.Step) error {
		return r.with(ctx, s.Args[0], func(e *browser.Element) error { return r.page.Hover(ctx, e) })
	},
	"scroll": (*runner).scroll,
	"drag":   (*runner).drag,
	"paste": func(r *runner, ctx context.Context, s scenario.Step) error {
		return r.with(ctx, s.Args[0], func(e *browser.Element) error { return e.Paste(ctx, r.fill(s.Args[1])) })
	},
	"resize": func(r *runner, ctx context.Context, s scenario.Step) error {
		w, h, _ := strings.Cut(s.Args[0], "x")
		width, _ := strconv.Atoi(w)
		height, _ := strconv.Atoi(h)
		return r.page.Resize(ctx, browser.View{Width: width, Height: height})
	},
	"wait": func(r *runner, ctx context.Context, s scenario.Step) error {
		_, err := r.page.Find(ctx, s.Args[0])
		return err
	},
	"tab": func(r *runner, ctx context.Context, s scenario.Step) error {
		url := ""
		if len(s.Args) > 0 {
			url = r.address(s.Args[0])
		}
		return r.page.Behind(ctx, url)
	},
	"blur":    func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.Behind(ctx, "") },
	"hide":    func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.Behind(ctx, "") },
	"focus":   func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.Front(ctx) },
	"show":    func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.Front(ctx) },
	"offline": func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.Offline(ctx, true) },
	"online":  func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.Offline(ctx, false) },
	"reload":  func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.Reload(ctx) },
	"back":    func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.History(ctx, -1) },
	"forward": func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.History(ctx, 1) },
	"crash":   func(r *runner, ctx context.Context, _ scenario.Step) error { return r.page.Crash(ctx) },
	"advance": func(r *runner, ctx context.Context, s scenario.Step) error {
		d, err := time.ParseDuration(s.Args[0])
		if err != nil {
			return err
		}
		r.virtual = true
		return r.page.Advance(ctx, d)
	},
	"reply":  (*runner).reply,
	"remote": (*runner).remote,
	"eval": func(r *runner, ctx context.Context, s scenario.Step) error {
		code := s.Args[0]
		if path, ok := strings.CutPrefix(code, "@"); ok {
			code = string(r.Scenario.Files[path])
		}
		return r.page.EvalMain(ctx, "", r.fill(code), nil)
	},
	"call": func(r *runner, ctx context.Context, s scenario.Step) error {
		return r.page.EvalMain(ctx, "", fmt.Sprintf("__replaylab.call(%s, [%s])", browser.Quote(s.Args[0]), r.fill(strings.Join(s.Args[1:], ", "))), nil)
	},
	"checkpoint": (*runner).checkpoint,
	"expect":     func(*runner, context.Context, scenario.Step) error { return nil },
}

func (r *runner) address(path string) string {
	path = r.fill(path)
	if strings.HasPrefix(path, "/") {
		return r.site.Origin("a") + path
	}
	return path
}

func (r *runner) fillAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = r.fill(s)
	}
	return out
}

func (r *runner) with(ctx context.Context, selector string, do func(e *browser.Element) error) error {
	e, err := r.page.Find(ctx, selector)
	if err != nil {
		return err
	}
	return do(e)
}

func (r *runner) check(ctx context.Context, selector string, want bool) error {
	return r.with(ctx, selector, func(e *browser.Element) error {
		var is bool
		if err := e.Call(ctx, "function() { return this.checked }", &is); err != nil || is == want {
			return err
		}
		return r.page.Click(ctx, e, 1)
	})
}

func (r *runner) scroll(ctx context.Context, s scenario.Step) error {
	dx, _ := strconv.ParseFloat(s.Args[1], 64)
	dy, _ := strconv.ParseFloat(s.Args[2], 64)
	if s.Args[0] == "window" {
		return r.page.Wheel(ctx, nil, dx, dy)
	}
	return r.with(ctx, s.Args[0], func(e *browser.Element) error { return r.page.Wheel(ctx, e, dx, dy) })
}

// drag goes from one element to the middle of another, or by an offset.
func (r *runner) drag(ctx context.Context, s scenario.Step) error {
	return r.with(ctx, s.Args[0], func(e *browser.Element) error {
		x, y, err := e.Point(ctx)
		if err != nil {
			return err
		}
		if s.Args[1] == "by" {
			dx, _ := strconv.ParseFloat(s.Args[2], 64)
			dy, _ := strconv.ParseFloat(s.Args[3], 64)
			return r.page.Drag(ctx, x, y, dx, dy)
		}
		return r.with(ctx, s.Args[2], func(to *browser.Element) error {
			tx, ty, err := to.Point(ctx)
			if err != nil {
				return err
			}
			return r.page.Drag(ctx, x, y, tx-x, ty-y)
		})
	})
}
