package event

// AsTaken are a visit's uploads as they would be had nothing of a recording been refused: what was
// refused, cut off or never answered counts as taken, as far as it can be read. refused holds the
// numbers of those uploads. Without any, the result is uploads itself.
func AsTaken(uploads []Upload) (all []Upload, refused map[int]bool) {
	all = uploads
	for i := range uploads {
		u := uploads[i]
		if u.Kind != "replay" || u.Problem == "" {
			continue
		}
		body, err := ReadBody(u.Inflated, Limits{})
		if err != nil || len(body.Events) == 0 {
			continue
		}
		if refused == nil {
			refused = map[int]bool{}
			all = append([]Upload(nil), uploads...)
		}
		u.Events, u.Problem = body.Events, ""
		all[i], refused[u.Seq] = u, true
	}
	return all, refused
}
