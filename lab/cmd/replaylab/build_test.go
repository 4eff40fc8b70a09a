package main_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"

	"replaylab/lab/result"
	"replaylab/reports"
)

// tarball packs a folder as npm does, in a folder called package.
func tarball(dir string) string {
	GinkgoHelper()
	var data bytes.Buffer
	z := gzip.NewWriter(&data)
	w := tar.NewWriter(z)
	for _, name := range []string{"package.json", "dist/rrweb.umd.min.cjs"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		Expect(err).NotTo(HaveOccurred())
		Expect(w.WriteHeader(&tar.Header{Name: "package/" + name, Mode: 0o644, Size: int64(len(text))})).To(Succeed())
		_, err = w.Write(text)
		Expect(err).NotTo(HaveOccurred())
	}
	Expect(w.Close()).To(Succeed())
	Expect(z.Close()).To(Succeed())
	file := filepath.Join(GinkgoT().TempDir(), "rrweb-9.9.9-candidate.tgz")
	Expect(os.WriteFile(file, data.Bytes(), 0o644)).To(Succeed())
	return file
}

var _ = Describe("A build that is not released", func() {
	DescribeTable("is tested like a release, and the results say which it was", func(ctx SpecContext, make func(ctx context.Context) string) {
		path := make(ctx)
		files := write(map[string]string{"plain.txtar": plain})
		run := start("run", "--sdk", "rrweb="+path, "--scenario", filepath.Join(files, "*.txtar"), "--out", "out")
		run.done(ctx)
		r := run.results(filepath.Join(run.dir, "out"))["pages/plain"]
		Expect(r.SDK).To(Equal("rrweb=" + filepath.Base(path)))
		Expect(r.Recordings).To(ContainElement(HaveField("Events", BeNumerically(">", 3))), run.said)
		Expect(r.Claims).To(ContainElement(SatisfyAll(HaveField("Name", "no leak"), HaveField("Verdict", result.Held))))
		Expect(run.Err).To(gbytes.Say(`pages/plain  rrweb=` + filepath.Base(path)))
		Expect(r.Command).To(ContainSubstring("--sdk rrweb=" + path + " "))
		Expect(r.Command).To(ContainSubstring("--scenario " + filepath.Join(files, "plain.txtar") + " "))
		run.ends(ctx, run.ExitCode())
	},
		Entry("as a bundle", budget, func(ctx context.Context) string {
			return filepath.Join(packed(ctx, "rrweb@2.2.2"), "dist", "rrweb.umd.min.cjs")
		}),
		Entry("as an npm tarball", budget, func(ctx context.Context) string { return tarball(packed(ctx, "rrweb@2.2.2")) }),
		Entry("as a package folder", budget, func(ctx context.Context) string { return packed(ctx, "rrweb@2.2.2") }),
	)

	It("and has the name of another in the run is told from it", func(ctx SpecContext) {
		bundle, err := os.ReadFile(filepath.Join(packed(ctx, "rrweb@2.2.2"), "dist", "rrweb.umd.min.cjs"))
		Expect(err).NotTo(HaveOccurred())
		run := prepare("two builds")
		for _, dir := range []string{"old", "new"} {
			Expect(os.Mkdir(filepath.Join(run.dir, dir), 0o755)).To(Succeed())
			Expect(os.WriteFile(filepath.Join(run.dir, dir, "rrweb.js"), bundle, 0o644)).To(Succeed())
		}
		files := write(map[string]string{"plain.txtar": plain})
		run.launch(nil, binary, "run", "--sdk", "rrweb=old/rrweb.js", "--sdk", "rrweb=new/rrweb.js",
			"--scenario", filepath.Join(files, "plain.txtar"), "--out", "out")
		run.ends(ctx, 0)
		read, err := reports.Read(filepath.Join(run.dir, "out"))
		Expect(err).NotTo(HaveOccurred())
		Expect(read.Results).To(HaveLen(2))
		Expect(read.Results[0].SDK).To(Equal("rrweb=old/rrweb.js"))
		Expect(read.Results[1].SDK).To(Equal("rrweb=new/rrweb.js"))
		Expect(read.Results[0].Recordings[0].File).NotTo(Equal(read.Results[1].Recordings[0].File))
	}, budget)

	It("and lacks its bundle is refused, and the bundle named", func(ctx SpecContext) {
		c := start("run", "--sdk", "rrweb="+GinkgoT().TempDir())
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say("the package has no dist/rrweb.umd.min.cjs or "), c.said)
	}, quick)

	It("and is no tarball is refused", func(ctx SpecContext) {
		file := filepath.Join(GinkgoT().TempDir(), "broken.tgz")
		Expect(os.WriteFile(file, []byte("no gzip"), 0o644)).To(Succeed())
		c := start("run", "--sdk", "rrweb="+file)
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say("unpack the tarball: "), c.said)
		Expect(os.ReadDir(c.temp)).To(BeEmpty(), "a half-unpacked tarball")
	}, quick)
})
