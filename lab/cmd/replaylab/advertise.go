package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/origin"
)

// checkHosts refuses names under which pages cannot be served.
func checkHosts(hosts []string) error {
	for i, h := range hosts {
		switch {
		case h == "" || strings.ContainsAny(h, "/ ") || strings.Contains(h, ":") && net.ParseIP(h) == nil:
			return fmt.Errorf("--advertise %q: want the name or address of this machine alone, such as 10.0.0.2; ports are the lab's to choose", h)
		case i > 1:
			return errors.New("--advertise: two hosts make two sites; there is no use for a third")
		case i == 1 && h == hosts[0]:
			return fmt.Errorf("--advertise: %s is there twice; a second site needs another name or address", h)
		}
	}
	return nil
}

// local reports whether a browser's address is on this machine.
func local(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := u.Hostname()
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || net.ParseIP(host).IsLoopback()
}

func unadvertised(found browser.Found) error {
	return fmt.Errorf("the browser at %s is on another machine: --advertise HOST must say how it reaches this one", found.URL)
}

// insecure is what a page loses on an origin that is neither https nor loopback.
const insecure = `pages from http://%s are not secure to that browser. They lack crypto.subtle,
                          crypto.randomUUID, the clipboard, service workers, Cache storage, Sec-Fetch headers and
                          every other API that is reserved for secure contexts; an SDK that uses one behaves
                          otherwise than on a customer's https page. To have them, give this machine a name for
                          that browser, such as a.lab.test, advertise it, and start that browser with
                          --unsafely-treat-insecure-origin-as-secure=*.lab.test`

// reach says how the live browser gets at pages of this machine, by opening one.
func reach(ctx context.Context, found browser.Found, hosts []string, say func(bool, string, string), note func(string, string)) {
	if len(hosts) == 0 {
		if found.URL != "" && !local(found.URL) {
			say(false, "origins", unadvertised(found).Error())
		}
		return
	}
	for i := range hosts {
		secure, err := opens(ctx, found, hosts[i])
		switch {
		case err != nil:
			say(false, "origins", fmt.Sprintf("that browser cannot open a page of this machine as http://%s: %v", hosts[i], err))
		case secure:
			say(true, "origins", fmt.Sprintf("pages from http://%s are secure to that browser", hosts[i]))
		default:
			note("origins", fmt.Sprintf(insecure, hosts[i]))
		}
	}
	if len(hosts) == 1 {
		note("origins", "with one host there is no second site: scenarios that need one are n/a")
	}
}

// opens has the browser open a page that is served under a host, and reports whether it takes that
// for secure.
func opens(ctx context.Context, found browser.Found, host string) (secure bool, err error) {
	ctx, cancel := browser.Within(ctx, 20*time.Second, "opening it")
	defer cancel()
	site, err := origin.Listen(origin.Config{Files: map[string][]byte{"/page.html": []byte("<!doctype html><title>doctor</title>")}, Hosts: []string{host}})
	if err != nil {
		return false, err
	}
	defer site.Close()
	sup := &browser.Supervisor{Found: found}
	defer sup.Close()
	b := browser.Use(sup)
	defer b.Close()
	conn, err := b.Conn(ctx)
	if err != nil {
		return false, err
	}
	own, err := conn.NewContext(ctx)
	if err != nil {
		return false, err
	}
	defer own.Close()
	page, err := own.NewPage(ctx, browser.PageConfig{})
	if err != nil {
		return false, err
	}
	if err := page.Open(ctx, site.Origin("a")+"/page.html"); err != nil {
		return false, err
	}
	err = page.EvalMain(ctx, "", "isSecureContext", &secure)
	return secure, err
}
