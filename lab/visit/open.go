package visit

import (
	"context"
	"maps"
	"slices"
	"strings"

	"replaylab/lab/browser"
	"replaylab/lab/ingest"
	"replaylab/lab/origin"
	"replaylab/lab/proxy"
	"replaylab/sdkbundle/adapters"
	"replaylab/sdkbundle/world"
)

// open starts the site, the ingest and a page, in a browser context of their own.
func (r *runner) open(ctx context.Context) error {
	conn, err := r.Browser.Conn(ctx)
	if err != nil {
		return err
	}
	if r.visit.Product, err = conn.Version(ctx); err != nil {
		return err
	}
	if r.SDK != nil {
		remote := ""
		if r.Scenario.Remote != "" {
			remote = string(r.Scenario.Files[r.Scenario.Remote])
		}
		r.ingest = r.Ingest.Open(ingest.VisitConfig{Key: apiKey, Remote: remote})
	}
	config, err := r.siteConfig()
	if err != nil {
		return err
	}
	if r.site, err = origin.Listen(config); err != nil {
		return err
	}
	v := r.visit
	v.Origins = map[string]string{}
	for _, name := range []string{"a", "b", "a2"} {
		if url := r.site.Origin(name); url != "" {
			v.Origins["origin:"+name] = url
		}
	}
	if r.ingest != nil {
		v.Origins["ingest"] = r.Ingest.URL()
	}
	route, err := r.route()
	if err != nil {
		return err
	}
	if r.context, err = conn.NewRoutedContext(ctx, route); err != nil {
		return err
	}
	script, err := world.Script()
	if err != nil {
		return err
	}
	r.ears = &ears{}
	view := browser.View{Width: r.Scenario.View.Width, Height: r.Scenario.View.Height, Dark: r.Scenario.View.Dark}
	r.page, err = r.context.NewPage(ctx, browser.PageConfig{View: view, Script: script, Focus: true, OnTarget: r.target})
	return err
}

// target prepares a page, frame or worker before its scripts run.
func (r *runner) target(ctx context.Context, s *browser.Session) {
	r.ears.listen(ctx, s)
	if r.proxy != nil && r.Elsewhere {
		_, _ = s.Start("Security.setIgnoreCertificateErrors", map[string]any{"ignore": true}) // workers cannot
	}
}

// route has the page reach the lab's own servers itself, which see and keep what it sends them, and
// all others by a proxy of the visit's own.
func (r *runner) route() (browser.Route, error) {
	if r.Authority == nil {
		return browser.Route{}, nil
	}
	c := proxy.Config{Authority: r.Authority}
	if len(r.Hosts) > 0 {
		c.Host = r.Hosts[0]
	}
	var err error
	if r.proxy, err = proxy.Listen(c); err != nil {
		return browser.Route{}, err
	}
	if r.Elsewhere && r.SDK != nil {
		r.note("the lab did not start this browser: of what workers send over TLS to a foreign host only the host is seen")
	}
	route := browser.Route{Proxy: r.proxy.URL()}
	for _, address := range append(slices.Collect(maps.Values(r.visit.Origins)), r.Ingest.URL()) {
		route.Direct = append(route.Direct, strings.TrimPrefix(address, "http://"))
	}
	return route, nil
}

const (
	apiKey   = "replaylab-key-0001"
	deviceID = "replaylab-device"
)

func (r *runner) siteConfig() (origin.Config, error) {
	s := r.Scenario
	c := origin.Config{Files: map[string][]byte{}, Mounts: r.Mounts, Hosts: r.Hosts, Seed: s.ID, Fill: r.fill}
	for path, data := range s.Files {
		c.Files[path] = data
	}
	for path, data := range r.Pages {
		c.Files[path] = data
	}
	for _, h := range s.Headers {
		c.Headers = append(c.Headers, origin.Header{Path: h.Path, Name: h.Name, Value: h.Value})
	}
	c.SDK.Place = origin.Placement(s.Load)
	c.SDK.Boot = r.boot
	c.SDK.Bundle = []byte("/* no SDK */")
	if r.SDK != nil {
		c.SDK.Bundle = r.SDK.Bundle
	}
	if r.SDK == nil || s.Start == "" {
		return c, nil
	}
	c.SDK.Others = map[string][]byte{}
	for name, script := range r.SDK.Scripts {
		code, err := script()
		if err != nil {
			return c, err
		}
		c.SDK.Others[name] = []byte(code)
		if name == s.Script {
			c.SDK.Bundle = []byte(code)
		}
	}
	return c, nil
}

// boot writes the start code of one page load. Its session id is a time, as the SDKs' own are.
func (r *runner) boot(load string) []byte {
	config := adapters.Config{Load: load, Key: apiKey, DeviceID: deviceID, SessionID: r.visit.Began.UnixMilli()}
	name := ""
	if r.SDK != nil {
		name = r.SDK.Name
		config.TrackURL, config.ConfigURL = r.ingest.TrackURL(load), r.ingest.ConfigURL(load)
		if r.Scenario.Key != "" {
			config.Key = r.Scenario.Key
		}
		given := map[string]string{}
		for option, value := range r.Scenario.Options {
			given[option] = r.fill(value)
		}
		options, err := r.SDK.Options(Neutral(given))
		if err != nil {
			return []byte("throw new Error(" + browser.Quote(err.Error()) + ")")
		}
		if r.Scenario.Virtual() {
			maps.Copy(options, r.SDK.Virtual)
		}
		config.Options = options
		config.Start = r.fill(string(r.Scenario.Files[r.Scenario.Start]))
	}
	code, err := adapters.Boot(name, config)
	if err != nil {
		return []byte("throw new Error(" + browser.Quote(err.Error()) + ")")
	}
	return code
}
