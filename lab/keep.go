package lab

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"replaylab/lab/claim"
	"replaylab/lab/event"
	"replaylab/lab/replay"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/store"
	"replaylab/lab/visit"
)

// blank is the result of a case before anything is known.
func (l *Lab) blank(c Case) result.Result {
	s := c.Scenario
	command := fmt.Sprintf("replaylab run --scenario %s --sdk %s --player %s --seed %d", quote(selection(s)), quote(c.SDK.Source), quote(c.Player.Source), l.Seed)
	return result.Result{
		Scenario: s.ID, SDK: c.SDK.Label, Player: c.Player.Label, Attempt: c.Attempt, Title: s.Title, File: s.File,
		Labels: s.Labels, Covers: s.Covers, Command: command, Claims: []result.Claim{},
	}
}

// selection is how a command line names a scenario: the lab's own by id, any other by its file.
func selection(s scenario.Scenario) string {
	base, _, _ := strings.Cut(s.ID, " [")
	if s.File == "scenarios/"+base+".txtar" {
		return s.ID
	}
	return s.File
}

// quote writes a word for a shell.
func quote(s string) string {
	if regexp.MustCompile(`^[\w@%+=:,./-]+$`).MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

var unsafe = regexp.MustCompile(`[^A-Za-z0-9._=-]+`)

// folder is where the evidence of a result is kept, relative to the run's folder.
func folder(r *result.Result) string {
	dir := filepath.Join("evidence", unsafe.ReplaceAllString(r.Scenario, "_"), unsafe.ReplaceAllString(r.SDK+"+"+r.Player, "_"))
	if r.Attempt > 0 {
		dir = filepath.Join(dir, fmt.Sprint(r.Attempt))
	}
	return dir
}

// keep writes one file of evidence and returns its name relative to the run's folder.
func (l *Lab) keep(r *result.Result, name string, data []byte) string {
	if l.Out == "" || len(data) == 0 {
		return ""
	}
	rel := filepath.Join(folder(r), unsafe.ReplaceAllString(name, "_"))
	err := os.MkdirAll(filepath.Join(l.Out, filepath.Dir(rel)), 0o755)
	if err == nil {
		err = os.WriteFile(filepath.Join(l.Out, rel), data, 0o644)
	}
	if err != nil {
		r.Notes = append(r.Notes, "keep evidence: "+err.Error())
		return ""
	}
	return filepath.ToSlash(rel)
}

// keepVisit writes down what a visit left: steps, screenshots, uploads and recordings.
func (l *Lab) keepVisit(r *result.Result, s scenario.Scenario, v *visit.Visit) {
	r.Browser, r.Steps = v.Product, v.Steps
	for _, m := range v.Moments {
		r.Checkpoints = append(r.Checkpoints, result.Checkpoint{
			Name: m.Checkpoint, Width: m.Page.Width, Height: m.Page.Height, Nodes: m.Page.Root.Count(), Settled: m.Settled,
			Live: l.keep(r, m.Checkpoint+"-live.png", m.Shot),
		})
	}
	for _, u := range v.Uploads {
		up := result.Upload{
			Seq: u.Seq, AtMS: float64(u.At.Sub(v.Began).Microseconds()) / 1000, Method: u.Method, URL: u.URL, Kind: u.Kind,
			Status: u.Status, Bytes: len(u.Body), Raw: len(u.Inflated), Events: len(u.Events), Problem: u.Problem, Types: types(u),
		}
		if l.Out != "" {
			file, err := store.WriteUpload(filepath.Join(l.Out, folder(r), "uploads"), u)
			if err != nil {
				r.Notes = append(r.Notes, "keep evidence: "+err.Error())
			} else {
				up.File = filepath.ToSlash(filepath.Join(folder(r), "uploads", filepath.Base(file)))
			}
		}
		r.Uploads = append(r.Uploads, up)
	}
	for i, rec := range v.Recordings {
		out := result.Recording{Load: rec.Load, Session: rec.SessionID, Device: rec.DeviceID, Events: len(rec.Events), Dropped: rec.Dropped, Late: rec.Late}
		if n := len(rec.Events); n > 0 {
			out.MS = rec.Events[n-1].Timestamp - rec.Start()
		}
		delays(&out, rec, v.Uploads, s)
		if l.Out != "" {
			out.File = filepath.ToSlash(filepath.Join(folder(r), fmt.Sprintf("recording-%d.rrweb.json.zst", i+1)))
			if err := store.Write(filepath.Join(l.Out, out.File), rec); err != nil {
				r.Notes, out.File = append(r.Notes, "keep evidence: "+err.Error()), ""
			}
		}
		r.Recordings = append(r.Recordings, out)
	}
}

// types says what events an upload holds, such as "1 meta, 1 full snapshot, 3 mutation".
func types(u event.Upload) string {
	counts := map[string]int{}
	for _, raw := range u.Events {
		e, err := event.Parse(bytes.Clone(raw))
		switch {
		case err != nil:
			counts["broken"]++
		case e.Type == event.Incremental:
			counts[e.Source.String()]++
		default:
			counts[e.Type.String()]++
		}
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[name], name))
	}
	return strings.Join(parts, ", ")
}

func (l *Lab) keepShot(r *result.Result, checkpoint int, shot []byte, p *replay.Played) {
	c := &r.Checkpoints[checkpoint]
	c.Replayed, c.Blocked, c.Opened = l.keep(r, c.Name+"-replayed.png", shot), p.Blocked, p.Opened
}

// keepPlayedShot keeps the picture of the page that was played through, if it is not the same.
func (l *Lab) keepPlayedShot(r *result.Result, checkpoint int, shot, sought []byte) {
	if c := &r.Checkpoints[checkpoint]; !bytes.Equal(shot, sought) {
		c.Played = l.keep(r, c.Name+"-played.png", shot)
	}
}

// keepPasses says how a recording was played, and what the player said meanwhile.
func (l *Lab) keepPasses(r *result.Result, f *claim.Facts, rec *event.Recording, sought, played *replay.Played, seekOnly string) {
	file := fileOf(r, f, rec)
	through := result.Played{Recording: file, Pass: result.Play, Failed: seekOnly}
	said := slices.Clone(sought.Said)
	if played != nil {
		through.MS, through.Frames, through.Speed, through.Failed = played.MS, played.Frames, played.Speed, played.Failed
		said = append(said, played.Said...)
	}
	r.Passes = append(r.Passes, result.Played{Recording: file, Pass: result.Seek, MS: sought.MS, Failed: sought.Failed}, through)
	for _, s := range slices.Compact(slices.Sorted(slices.Values(said))) {
		r.Notes = append(r.Notes, "the player reported: "+s)
	}
}

// keepMoments completes the checkpoints with what the comparison found.
func (l *Lab) keepMoments(r *result.Result, f *claim.Facts) error {
	if len(r.Checkpoints) != len(f.Moments) {
		return errors.New("the lab lost count of its checkpoints")
	}
	for i := range f.Moments {
		m, c := &f.Moments[i], &r.Checkpoints[i]
		c.Rules, c.Differences = f.Rules(m), f.Differences(m)
		if m.Recording == nil {
			continue
		}
		c.Reference = l.keep(r, c.Name+"-masked.png", m.Reference())
		c.OffsetMS = m.Time - m.Recording.Start()
		c.Recording = fileOf(r, f, m.Recording)
	}
	return nil
}

// fileOf is the file that a recording of the visit is kept in, or "".
func fileOf(r *result.Result, f *claim.Facts, rec *event.Recording) string {
	for k := range f.Visit.Recordings {
		if &f.Visit.Recordings[k] == rec && k < len(r.Recordings) {
			return r.Recordings[k].File
		}
	}
	return ""
}
