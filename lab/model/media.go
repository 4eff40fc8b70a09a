package model

import (
	"fmt"
	"strconv"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// media is the state of a video or sound. What a recording does not say has its default.
type media struct {
	playing      bool
	muted        *bool // nil: what the attribute says
	volume, rate *float64
	time         float64 // in seconds
}

func (n *node) isMedia() bool { return n.is("audio") || n.is("video") }

// describe takes in one of the attributes that the format makes up. It reports whether it could.
func (m *media) describe(name, value string, present bool) bool {
	f, err := strconv.ParseFloat(value, 64)
	number := present && err == nil && f-f == 0
	switch {
	case name == "rr_mediaState":
		m.playing = value == "played"
	case name == "rr_mediaMuted":
		m.muted = &present
	case name == "rr_mediaVolume" && number:
		m.volume = &f
	case name == "rr_mediaPlaybackRate" && number:
		m.rate = &f
	case name == "rr_mediaCurrentTime" && number:
		m.time = f
	default:
		return false
	}
	return true
}

// media applies what happened to a video or sound.
func (d *Document) media(e event.Event, f *faults) {
	var m event.MediaData
	if !decode(e, &m, f) || m.ID == -1 {
		return
	}
	n, err := d.find(m.ID)
	switch {
	case err != nil:
		f.add(fmt.Errorf("media: %w", err))
		return
	case !n.isMedia():
		f.add(fmt.Errorf("media: node %d (%s) is neither video nor audio", m.ID, n.name))
		return
	}
	s := &n.state().media
	if m.Type == 0 || m.Type == 1 {
		s.playing = m.Type == 0
	}
	if m.Muted != nil {
		s.muted = m.Muted
	}
	if m.Volume != nil {
		s.volume = m.Volume
	}
	if m.PlaybackRate != nil {
		s.rate = m.PlaybackRate
	}
	if m.CurrentTime != nil {
		s.time = *m.CurrentTime
	}
	n.touched.at(state, d.index)
}

// mediaProps tells the state of a video or sound.
func (n *node) mediaProps(put func(name, value string)) {
	m := media{}
	if n.live != nil {
		m = n.live.media
	}
	if m.playing {
		put(dom.PropMedia, "playing")
	} else {
		put(dom.PropMedia, "paused")
		if m.time != 0 {
			put(dom.PropMediaTime, strconv.FormatFloat(m.time, 'f', 1, 64))
		}
	}
	if (m.muted != nil && *m.muted) || (m.muted == nil && n.has("muted")) {
		put(dom.PropMuted, "true")
	}
	if m.volume != nil && *m.volume != 1 {
		put(dom.PropVolume, number(float64(int(*m.volume*1000+0.5))/1000))
	}
	if m.rate != nil && *m.rate != 1 {
		put(dom.PropRate, number(*m.rate))
	}
}
