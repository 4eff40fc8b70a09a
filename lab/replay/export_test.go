package replay

import "context"

// Harmed reports whether script of a recording has run in the player's page or in a frame of it.
func (s *Stage) Harmed(ctx context.Context) (yes bool, err error) {
	err = s.page.EvalMain(ctx, "", `(function look(w) {
		try { if (w.harmed) return true; } catch { return false; }
		for (let i = 0; i < w.frames.length; i++) if (look(w.frames[i])) return true;
		return false;
	})(window)`, &yes)
	return yes, err
}
