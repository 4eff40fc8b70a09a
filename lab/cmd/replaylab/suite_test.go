// Package main_test drives the command as people do: as a process, with arguments, signals and
// browsers that die under it.
package main_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"

	"replaylab/sdkbundle/npm"
)

func TestCommand(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Command")
}

// Budgets of a spec: without a browser, and with the longest of them, which makes a few visits on
// a busy machine.
const (
	quick  = SpecTimeout(30 * time.Second)
	budget = SpecTimeout(90 * time.Second)
)

// binary is the command, built once for all processes of the suite.
var binary string

var _ = SynchronizedBeforeSuite(func() []byte {
	path, err := gexec.Build("replaylab/lab/cmd/replaylab")
	Expect(err).NotTo(HaveOccurred())
	return []byte(path)
}, func(path []byte) { binary = string(path) })

var _ = SynchronizedAfterSuite(func() {}, gexec.CleanupBuildArtifacts)

// checkout is the root of the module.
func checkout() string {
	GinkgoHelper()
	dir, err := filepath.Abs(filepath.Join("..", "..", ".."))
	Expect(err).NotTo(HaveOccurred())
	Expect(filepath.Join(dir, "go.mod")).To(BeARegularFile())
	return dir
}

// cache is the lab's cache of this user.
func cache() string {
	GinkgoHelper()
	dir, err := npm.DefaultDir()
	Expect(err).NotTo(HaveOccurred())
	return dir
}

// packed is the folder of an npm package in the lab's cache, which a first run of the command fills.
func packed(ctx context.Context, spec string) string {
	GinkgoHelper()
	folder := filepath.Join(cache(), "npm", spec)
	if _, err := os.Stat(folder); err != nil {
		Expect(start("sdk", "fetch").done(ctx)).To(gexec.Exit(0))
	}
	Expect(folder).To(BeADirectory())
	return folder
}
