package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// isAddress reports whether the name of a browser is its DevTools address, not that of a program.
func isAddress(name string) bool {
	scheme, _, ok := strings.Cut(name, "://")
	return ok && slices.Contains([]string{"ws", "wss", "http", "https"}, scheme)
}

// askLimit bounds the question for a browser's WebSocket.
const askLimit = 10 * time.Second

// webSocket turns the address of a browser's DevTools server, such as http://host:9222, into that of
// its WebSocket, which is another with each start of the browser.
func webSocket(ctx context.Context, address string) (string, error) {
	if strings.HasPrefix(address, "ws") {
		return address, nil
	}
	url, err := askWebSocket(ctx, strings.TrimRight(address, "/")+"/json/version")
	if err != nil {
		return "", fmt.Errorf("ask the browser at %s for its WebSocket: %w", address, err)
	}
	if strings.HasPrefix(address, "https:") {
		url = strings.Replace(url, "ws:", "wss:", 1)
	}
	return url, nil
}

func askWebSocket(ctx context.Context, question string) (string, error) {
	ctx, cancel := Within(ctx, askLimit, "its answer")
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, question, nil)
	if err != nil {
		return "", err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, Proxy: http.ProxyFromEnvironment}}
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<16))
	if err != nil {
		return "", err
	}
	if res.StatusCode != http.StatusOK {
		// A Chromium refuses whoever calls it by another name than localhost or an address.
		return "", fmt.Errorf("it answered %s: %s", res.Status, strings.TrimSpace(string(body[:min(len(body), 200)])))
	}
	var version struct {
		URL string `json:"webSocketDebuggerUrl"`
	}
	if json.Unmarshal(body, &version) != nil || version.URL == "" {
		return "", errors.New("its answer names none, so it is no browser's DevTools server")
	}
	return version.URL, nil
}
