package visit

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// stepLimit bounds one step. The longest honest one opens a real application on two busy cores.
const stepLimit = 40 * time.Second

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

// steps does one step after another until the last, or until one cannot be done.
func (r *runner) steps(ctx context.Context) error {
	for _, s := range r.Scenario.Steps {
		if s.Verb == "expect" {
			continue
		}
		begun := time.Now()
		err := r.step(ctx, s)
		r.visit.Steps = append(r.visit.Steps, result.Step{
			Line: s.Line, Text: s.Text, AtMS: ms(begun.Sub(r.visit.Began)), MS: ms(time.Since(begun)),
		})
		if err == nil {
			continue
		}
		if broken(ctx, err) {
			return fmt.Errorf("step %s: %w", describe(s), err)
		}
		r.stuck(describe(s), err)
		return nil
	}
	return nil
}

// broken reports whether an error is the lab's or the browser's, not the page's.
func broken(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, browser.ErrGone)
}

func (r *runner) stuck(step string, err error) {
	var slow *browser.SlowError
	page := errors.Is(err, browser.ErrTargetGone) || errors.As(err, &slow)
	select {
	case <-r.page.Crashed():
		page = true
		err = fmt.Errorf("the page crashed: %w", err)
	default:
	}
	r.visit.Stuck = &Stuck{Step: step, Why: err.Error(), Page: page}
}

func describe(s scenario.Step) string { return fmt.Sprintf("%d: %s", s.Line, s.Text) }

func (r *runner) step(ctx context.Context, s scenario.Step) error {
	ctx, cancel := browser.Within(ctx, stepLimit, "the step "+s.Verb)
	defer cancel()
	do := acts[s.Verb]
	if do == nil {
		return fmt.Errorf("the lab has no verb %q", s.Verb)
	}
	if s.Verb != "checkpoint" {
		r.last = describe(s)
	}
	loads := r.page.Loads()
	if err := do(r, ctx, s); err != nil {
		return err
	}
	if s.Verb == "checkpoint" || s.Verb == "crash" {
		return nil
	}
	if err := r.turn(ctx); err != nil {
		return err
	}
	if r.page.Loads() != loads {
		return r.begin(ctx)
	}
	return nil
}

// turn lets the page finish what the step set off.
func (r *runner) turn(ctx context.Context) error {
	if r.virtual {
		return r.page.Advance(ctx, time.Millisecond)
	}
	return r.page.Rest(ctx)
}

// startLimit is how long a page load waits for the SDK to say that it records. An SDK that asks
// for its configuration first may take 1.5 s by contract.
const startLimit = 5 * time.Second

// begin waits until the boot script of a freshly loaded page has started its SDK.
func (r *runner) begin(ctx context.Context) error {
	wait, cancel := browser.Within(ctx, startLimit, "the start of the SDK")
	defer cancel()
	err := r.page.EvalMain(wait, "", `new Promise(done => {
		const look = () => globalThis.__replaylab ? __replaylab.ready().then(done) : setTimeout(look, 4);
		look();
	})`, nil)
	var slow *browser.SlowError
	if errors.As(err, &slow) && ctx.Err() == nil {
		if r.SDK != nil {
			r.note("the SDK did not say that it had started within %s of %s", startLimit, r.last)
		}
		return nil
	}
	return err
}

func (r *runner) note(format string, args ...any) {
	r.visit.Notes = append(r.visit.Notes, fmt.Sprintf(format, args...))
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

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
