package browser

import (
	"os"
	"path/filepath"
	"strings"
)

// disabled are Chromium features that reach for the network or draw over the page on their own.
var disabled = []string{
	"AcceptCHFrame", "AutofillServerCommunication", "CertificateTransparencyComponentUpdater",
	"DialMediaRouteProvider", "GlobalMediaControls", "ImprovedCookieControls", "InterestFeedContentSuggestions",
	"MediaRouter", "OptimizationHints", "Translate",
	// The suggestions under the address bar are two web pages in every window: 480 ms of CPU.
	"WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
}

// args is the whole command line. It is built here, not taken from a launcher, because launchers
// turn site isolation off and Debian's wrapper script adds flags of its own.
func args(c Config, profile string) []string {
	list := []string{
		"--remote-debugging-port=0",
		"--user-data-dir=" + profile,
		"--no-first-run", "--no-default-browser-check", "--disable-default-apps", "--disable-extensions",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-domain-reliability",
		"--disable-client-side-phishing-detection", "--metrics-recording-only", "--no-pings",
		"--disable-breakpad", "--disable-crash-reporter", "--disable-hang-monitor", "--disable-prompt-on-repost",
		"--disable-gpu", "--disable-quic", "--mute-audio", "--password-store=basic", "--use-mock-keychain",
		// Windows of parallel scenarios must run at full speed although only one can be in front.
		"--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
		"--disable-ipc-flooding-protection", "--disable-popup-blocking",
		// The same pixels on every machine, as far as flags can do it.
		"--force-color-profile=srgb", "--font-render-hinting=none", "--disable-lcd-text", "--hide-scrollbars", "--disable-partial-raster",
		"--lang=" + Locale, "--window-size=1280,720",
		"--site-per-process",
		"--disable-features=" + strings.Join(disabled, ","),
	}
	switch {
	case c.Headed:
	case isShell(c.Path):
		list = append(list, "--headless")
	default:
		list = append(list, "--headless=new")
	}
	if os.Geteuid() == 0 {
		list = append(list, "--no-sandbox")
	}
	list = append(list, c.Args...)
	return append(list, "about:blank")
}

// sealed keeps a browser from reaching any server: of what a recording asks for, prefetches and the
// like never pass the debugger, which refuses all the rest.
var sealed = []string{"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://replay.invalid:9", "--proxy-bypass-list=<-loopback>"}

// isShell reports whether a path names a headless shell, which knows no other mode.
func isShell(path string) bool { return strings.Contains(filepath.Base(path), "headless-shell") }
