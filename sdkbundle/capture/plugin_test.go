package capture_test

import (
	"fmt"
	"testing"

	"replaylab/sdkbundle/capture"
)

// The plugin takes device, session and opt-out from the Browser SDK as they are at each event, and gives each
// event the property of the recording of its session.
func TestPlugin(t *testing.T) {
	v := visitWith(t, open, capture.Plugin)
	v.eval(fmt.Sprintf(`void (window.config = {apiKey: %q, deviceId: 'device', defaultTracking: false},
		window.made = sessionReplay.plugin({sampleRate: 1, trackServerUrl: %q, configServerUrl: %q}),
		window.track = async e => JSON.stringify((await made.execute({event_type: 'x', ...e})).event_properties ?? 'none'))`,
		key, v.ingest.TrackURL("1"), v.ingest.ConfigURL("1")))
	v.eval("made.setup(config)")
	v.want("made.type + ' ' + JSON.stringify(config.defaultTracking)", `enrichment {"attribution":false,"pageViews":false,"formInteractions":false,"fileDownloads":false,"sessions":true}`)
	const id = `"[Amplitude] Session Replay ID":"device/`
	v.eval("void (config.sessionId = 1700000000000)") // which an instance has only once it has started
	v.want("track({event_properties: {a: 1}})", `{"a":1,`+id+`1700000000000"}`)
	if u := v.arrives(1)[0]; u.Header.Get("X-Client-Library") != "plugin/"+capture.Version {
		t.Errorf("it calls itself %s", u.Header.Get("X-Client-Library"))
	}
	v.eval("void (config.sessionId = 1700000000001)")
	v.want("track({session_id: 1700000000001})", `{`+id+`1700000000001"}`)
	v.want("track({session_id: 1700000000000})", `{`+id+`1700000000000"}`) // such as session_end
	v.want("track({session_id: 1600000000000})", `{}`)
	v.eval("made.onSessionIdChanged(1700000000002)")
	v.want("sessionReplay.getSessionId()", "1700000000002")
	v.eval("void (config.sessionId = 1700000000002, config.deviceId = 'other')")
	v.want("track({})", `{"[Amplitude] Session Replay ID":"other/1700000000002"}`)
	v.eval("made.teardown()")
	v.want("track({})", `"none"`)
	v.want("JSON.stringify(sessionReplay.getSessionReplayProperties())", "{}")
	v.eval("void (config.deviceId = 'device', made.setup(config))") // amplitude.add once more
	v.want("track({})", `{`+id+`1700000000002"}`)
	v.eval("void (config.optOut = true, made.onOptOutChanged(true))")
	v.want("track({})", `"none"`)
	v.eval("void (config.optOut = false, made.onOptOutChanged(false))")
	v.want("track({})", `{`+id+`1700000000002"}`)
}
