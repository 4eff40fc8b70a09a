package capture_test

import (
	"strings"
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/ingest"
)

const id = "device/1700000000000"

// covers C1: the first request asks for the configuration, and in nothing but that way.
func TestConfigurationRequest(t *testing.T) {
	v := visit(t, open)
	v.start("{}")
	first := v.ingest.Uploads()[0]
	if first.Method != "GET" || !strings.HasSuffix(first.URL, "/config/"+key+"?config_group=browser") || first.Header.Get("Authorization") != "" {
		t.Errorf("the first request is %s %s with %v", first.Method, first.URL, first.Header)
	}
	v.count("config", 1)
}

// covers C2, C3, C4, C5: which configuration captures at which local rate.
func TestConfigurationDecides(t *testing.T) {
	with := func(part string) string { return `{"configs":{"sessionReplay":{` + part + `}}}` }
	for name, c := range map[string]struct {
		remote, options string
		captured        bool
	}{
		"nothing said, a local rate":       {open, "{}", true},
		"nothing said, no local rate":      {open, "{sampleRate: undefined}", false},
		"no configs":                       {`{}`, "{}", false},
		"no session replay":                {`{"configs":{}}`, "{}", false},
		"null":                             {`{"configs":{"sessionReplay":null}}`, "{}", false},
		"a list":                           {`{"configs":{"sessionReplay":[]}}`, "{}", false},
		"switched off":                     {with(`"sr_sampling_config":{"capture_enabled":false}`), "{}", false},
		"sampling that does not switch on": {with(`"sr_sampling_config":{"sample_rate":1}`), "{}", false},
		"switched on, local rate":          {with(`"sr_sampling_config":{"capture_enabled":true}`), "{}", true},
		"an empty sampling":                {with(`"sr_sampling_config":{}`), "{}", true},
		"remote rate 0":                    {with(`"sr_sampling_config":{"capture_enabled":true,"sample_rate":0}`), "{}", false},
		"remote rate 1":                    {with(`"sr_sampling_config":{"capture_enabled":true,"sample_rate":1}`), "{sampleRate: 0}", true},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, c.remote)
			v.start(c.options)
			want := ""
			if c.captured {
				want = id
			}
			v.want("props()", want)
			v.count("config", 1)
			if c.captured {
				return
			}
			v.want("localStorage.length + ' ' + (await indexedDB.databases()).length", "0 0")
			v.advance(time.Minute)
			v.count("replay", 0)
		})
	}
}

// covers C6, C7: what is asked again, and how often; once a good answer comes the page is captured.
func TestConfigurationIsAskedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		reply    ingest.Reply
		remote   string
		requests int
		captured bool
	}{
		"400":      {ingest.Reply{On: "config", Status: 400}, open, 1, false},
		"404":      {ingest.Reply{On: "config", Status: 404}, open, 1, false},
		"429":      {ingest.Reply{On: "config", Status: 429}, open, 3, false},
		"500":      {ingest.Reply{On: "config", Status: 500}, open, 3, false},
		"no CORS":  {ingest.Reply{On: "config", NoCORS: true}, open, 3, false},
		"no JSON":  {ingest.Reply{On: "config", Status: 200}, "{", 3, false},
		"500 once": {ingest.Reply{On: "config", Status: 500, Times: 1}, open, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, c.remote)
			v.reply(c.reply)
			v.start("{}")
			v.count("config", c.requests)
			v.want("props() !== ''", map[bool]string{true: "true", false: "false"}[c.captured])
			if !c.captured {
				v.want("said.filter(s => s.includes('no remote configuration')).length", "1")
			}
		})
	}
}

// covers C8, C9: the last good configuration holds when the server fails, and a failure never replaces it.
func TestLastGoodConfigurationIsKept(t *testing.T) {
	v := visit(t, open)
	v.start("{}")
	for _, r := range []ingest.Reply{{On: "config", Status: 500}, {On: "config", Hang: true}, {On: "config", Status: 404}} {
		v.reply(r)
		v.open("/page.html")
		v.start("{}")
		v.want("props()", id)
	}
}

// covers C9, C10: an answer counts if it comes within a second and a half; nobody waits any longer.
func TestConfigurationIsLate(t *testing.T) {
	for delay, want := range map[time.Duration]string{900 * time.Millisecond: id, 4 * time.Second: ""} {
		v := visit(t, open)
		v.reply(ingest.Reply{On: "config", Delay: delay})
		v.eval("void (window.begun = performance.now())")
		v.start("{}")
		v.want("props()", want)
		v.want("performance.now() - begun < 3000", "true")
	}
}

// covers C11: a new session asks again, the same does nothing.
func TestNewSessionAsksAgain(t *testing.T) {
	v := visit(t, open)
	v.start("{}")
	v.eval("sessionReplay.setSessionId(1700000000000).promise")
	v.count("config", 1)
	v.eval("sessionReplay.setSessionId(1700000000001).promise")
	v.count("config", 2)
	v.want("props()", "device/1700000000001")
}

// covers C12, C120: who has opted out is asked nothing and told nothing, and nothing is stored.
func TestOptOut(t *testing.T) {
	v := visit(t, open)
	v.start("{optOut: true}")
	v.eval("sessionReplay.setSessionId(1700000000001).promise")
	v.want("props() + localStorage.length + sessionStorage.length + document.cookie + (await indexedDB.databases()).length", "000")
	v.advance(time.Minute)
	if list := v.ingest.Uploads(); len(list) > 0 {
		t.Errorf("requested %s", list[0].URL)
	}
}

// covers C61: an opt-out that the analytics SDK is told of ends it, and what comes then is not uploaded.
func TestConnectorOptOut(t *testing.T) {
	v := visit(t, open)
	v.eval("void (window.out = false, window.analyticsConnectorInstances = {$default_instance: {identityStore: {getIdentity: () => ({optOut: out}), addIdentityListener() {}, removeIdentityListener() {}}}})")
	v.start("{}")
	v.want("props()", id)
	v.eval("void (out = true, p.textContent = 'after-the-opt-out')")
	v.eval("turn()")
	v.eval("sessionReplay.flush()")
	v.want("props()", "")
	if has(v.replays(), "after-the-opt-out") {
		t.Error("what happened after the opt-out was uploaded")
	}
}

// covers C65: targeting takes the place of sampling, by address and by what the application tells, and stays.
func TestTargeting(t *testing.T) {
	flag := func(path, value string) string {
		return `{"configs":{"sessionReplay":{"sr_targeting_config":{"segments":[{"conditions":[[{"selector":["context",` + path + `],"op":"contains","values":["` + value + `"]}]],"variant":"on"},{"variant":"off"}]}}}}`
	}
	v := visit(t, flag(`"event","event_type"`, "purchase"))
	v.start("{}")
	v.want("props()", "")
	v.eval("sessionReplay.evaluateTargetingAndCapture({event: {event_type: 'a purchase'}})")
	v.want("props()", id)
	v.eval("sessionReplay.evaluateTargetingAndCapture({event: {event_type: 'other'}})")
	v.want("props()", id)

	v = visit(t, flag(`"page","url"`, "checkout"))
	v.start("{}")
	v.want("props()", "")
	v.eval("history.pushState(null, '', '/checkout')")
	v.wait("the first upload after the address was reached", "replay", func(list []event.Upload) bool { return len(list) > 0 })

	v = visit(t, flag(`"user","user_properties","plan"`, "gold"))
	v.start("{userProperties: {plan: 'gold'}}")
	v.want("props()", id)
}
