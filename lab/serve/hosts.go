package serve

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"
)

// loopback reports whether nothing but this machine can reach a host that is listened on.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// everywhere reports whether a host that is listened on means all addresses of the machine.
func everywhere(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "" || err == nil && ip.IsUnspecified()
}

// shown is the host in the addresses that people are told.
func shown(host string, further []string) string {
	switch {
	case len(further) > 0:
		return further[0]
	case !everywhere(host):
		return host
	}
	for _, ip := range own() {
		if ip.Is4() && !ip.IsLoopback() {
			return ip.String()
		}
	}
	return "127.0.0.1"
}

// names are the Host headers that are answered. A page of another site whose name was made to lead
// here by its DNS sends its own name, and gets nothing.
func names(host, port string, further []string) map[string]bool {
	all := append([]string{"localhost", "127.0.0.1", "::1"}, further...)
	if !everywhere(host) {
		all = append(all, host)
	} else {
		for _, ip := range own() {
			all = append(all, ip.WithZone("").String())
		}
		if name, err := os.Hostname(); err == nil {
			all = append(all, name)
		}
	}
	known := map[string]bool{}
	for _, name := range all {
		name = strings.ToLower(name)
		known[net.JoinHostPort(name, port)] = true
		if port == "80" {
			known[name] = true
		}
	}
	return known
}

// own are the machine's addresses.
func own() (list []netip.Addr) {
	addrs, _ := net.InterfaceAddrs()
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			list = append(list, p.Addr().Unmap())
		}
	}
	return list
}

func port(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Port()
}
