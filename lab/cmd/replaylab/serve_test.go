package main_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"
)

// printed is what serve says when it has started.
var printed = regexp.MustCompile(`viewer: +(\S+)\nAPI key: +(\S+)\n.*\n  trackServerUrl: '(\S+)',\n  configServerUrl: '(\S+)',\n`)

// serving starts the command and waits until it listens.
func serving(ctx SpecContext, args ...string) (c *command, viewer, key, track, config string) {
	GinkgoHelper()
	c = start(append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	Eventually(ctx, c.Out).Should(gbytes.Say("Ctrl-C ends this"), c.said)
	said := printed.FindStringSubmatch(string(c.Out.Contents()))
	Expect(said).NotTo(BeNil(), c.said)
	return c, said[1], said[2], said[3], said[4]
}

func status(ctx SpecContext, method, address, key, body string) int {
	GinkgoHelper()
	code, _ := ask(ctx, method, address, key, body)
	return code
}

func ask(ctx SpecContext, method, address, key, body string) (int, string) {
	GinkgoHelper()
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	Expect(err).NotTo(HaveOccurred())
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	Expect(err).NotTo(HaveOccurred())
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	Expect(err).NotTo(HaveOccurred())
	return res.StatusCode, string(text)
}

var _ = Describe("replaylab serve", func() {
	const events = `{"version":1,"events":[{"type":4,"timestamp":1000,"data":{"href":"https://shop.test/","width":800,"height":600}}]}`

	It("takes uploads with its key, shows them, and has them and the key after it was killed", func(ctx SpecContext) {
		dir := GinkgoT().TempDir()
		c, viewer, key, track, config := serving(ctx, "--dir", dir)
		Expect(status(ctx, "POST", track+"?device_id=d&session_id=1", "wrong", events)).To(Equal(http.StatusUnauthorized), "with a wrong key")
		Expect(status(ctx, "POST", track+"?device_id=d&session_id=1", key, events)).To(Equal(http.StatusOK))
		Expect(status(ctx, "GET", config+"/"+key, "", "")).To(Equal(http.StatusOK))
		Expect(c.Kill().Wait()).To(gexec.Exit())

		_, again, sameKey, _, _ := serving(ctx, "--dir", dir)
		Expect(sameKey).To(Equal(key))
		Expect(again).NotTo(Equal(viewer), "a port of its own")
		code, body := ask(ctx, "GET", again+"/api/sessions", "", "")
		Expect(code).To(Equal(http.StatusOK))
		Expect(body).To(ContainSubstring(`"device":"d","session":"1"`))
		Expect(body).To(ContainSubstring(`"https://shop.test/"`))
		code, body = ask(ctx, "GET", again, "", "")
		Expect(code).To(Equal(http.StatusOK))
		Expect(body).To(ContainSubstring("/viewer.js"))
	}, quick)

	It("ends in good order", func(ctx SpecContext) {
		c, _, _, _, _ := serving(ctx, "--dir", GinkgoT().TempDir())
		Expect(c.Interrupt().Wait("20s")).To(gexec.Exit(0), c.said)
	}, quick)

	It("says what is wrong with its folder or address", func(ctx SpecContext) {
		dir := GinkgoT().TempDir()
		file := filepath.Join(dir, "file")
		Expect(os.WriteFile(file, nil, 0o600)).To(Succeed())
		for _, r := range []struct{ args, says string }{
			{"--dir " + file, "a part of the path is a file; choose another folder"},
			{"--dir " + dir + " --listen 127.0.0.1", "want HOST:PORT, such as 127.0.0.1:4600"},
			{"--dir " + dir + " --listen 192.0.2.9:1", "--listen names another address"},
			{"--dir " + dir + " --key short", "want 8 to 128 letters"},
		} {
			c := start(append([]string{"serve"}, strings.Fields(r.args)...)...)
			Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
			Expect(string(c.Err.Contents())).To(ContainSubstring(r.says))
		}
	}, quick)
})
