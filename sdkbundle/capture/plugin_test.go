package capture_test

import (
	"fmt"
	"testing"

	"replaylab/sdkbundle/capture"
)

// The plugin takes device, session and opt-out from the Browser SDK as they are at each event, and gives each
// event of the session the property.
func TestPlugin(t *testing.T) {
	v := visitWith(t, open, capture.Plugin)
	v.eval(fmt.Sprintf(`void (window.config = {apiKey: %q, deviceId: 'device', sessionId: 1700000000000, defaultTracking: false},
		window.plugin = sessionReplay.plugin({sampleRate: 1, trackServerUrl: %q, configServerUrl: %q}),
		window.track = async e => JSON.stringify((await plugin.execute({event_type: 'x', ...e})).event_properties ?? 'none'))`,
		key, v.ingest.TrackURL("1"), v.ingest.ConfigURL("1")))
	v.eval("plugin.setup(config)")
	v.want("plugin.type + ' ' + config.defaultTracking.sessions + config.defaultTracking.pageViews", "enrichment truefalse")
	v.want("track({event_properties: {a: 1}})", `{"a":1,"[Amplitude] Session Replay ID":"device/1700000000000"}`)
	if u := v.arrives(1)[0]; u.Header.Get("X-Client-Library") != "plugin/"+capture.Version {
		t.Errorf("it calls itself %s", u.Header.Get("X-Client-Library"))
	}
	v.eval("void (config.sessionId = 1700000000001)")
	v.want("track({session_id: 1700000000001})", `{"[Amplitude] Session Replay ID":"device/1700000000001"}`)
	v.want("track({session_id: 1700000000000})", `"none"`)
	v.eval("plugin.teardown()")
	v.want("track({})", "{}")
	v.eval("plugin.setup(config)") // amplitude.add once more
	v.want("track({})", `{"[Amplitude] Session Replay ID":"device/1700000000001"}`)
	v.eval("void (config.optOut = true)")
	v.want("track({})", `"none"`)
}
