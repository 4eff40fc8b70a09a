package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2/types"

	"replaylab/lab"
	"replaylab/lab/scenario"
	"replaylab/scenarios"
)

// files is the folder of scenarios of the checkout that we stand in, or else what the command
// carries inside it.
func files() fs.FS {
	if info, err := os.Stat("scenarios/known.yaml"); err == nil && info.Mode().IsRegular() {
		return os.DirFS("scenarios")
	}
	return scenarios.Files
}

// scenarioFile reads a file that goes with the scenarios, or another if a path is given.
func scenarioFile(path, name string) ([]byte, string, error) {
	if path != "" {
		data, err := os.ReadFile(path)
		return data, path, err
	}
	data, err := fs.ReadFile(files(), name)
	return data, "scenarios/" + name, err
}

// loadScenarios reads scenarios by id, pattern of ids, or file, and keeps those whose labels
// match. With no selection it reads all there are.
func loadScenarios(selected []string, filter string) ([]scenario.Scenario, error) {
	matches, err := types.ParseLabelFilter(filter)
	if err != nil {
		return nil, filterError(filter, err)
	}
	var own []string // ids and patterns of the lab's own scenarios
	var list []scenario.Scenario
	for _, s := range selected {
		paths := onDisk(s)
		if len(paths) == 0 {
			own = append(own, s)
		}
		for _, p := range paths {
			more, err := parseFile(p)
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
		}
	}
	if len(own) > 0 || len(selected) == 0 {
		all, err := scenario.ParseFS(files(), nil, lab.Language())
		if err != nil {
			return nil, err
		}
		picked, err := pick(all, own)
		if err != nil {
			return nil, err
		}
		list = append(list, picked...)
	}
	var kept []scenario.Scenario
	for _, s := range list {
		if matches(s.Labels) {
			kept = append(kept, s)
		}
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("--filter %q matches none of %d scenarios; their labels are %s", filter, len(list), strings.Join(labels(list), ", "))
	}
	return kept, nil
}

func labels(list []scenario.Scenario) []string {
	var all []string
	for _, s := range list {
		all = append(all, s.Labels...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// filterError says in plain text what Ginkgo's parser dresses in colours, a heading and a link.
func filterError(filter string, err error) error {
	dressed, ok := errors.AsType[types.GinkgoError](err)
	if !ok {
		return fmt.Errorf("--filter %q: %w", filter, err)
	}
	i := strings.LastIndexByte(dressed.Message, '\n')
	text := strings.TrimSuffix(dressed.Message[i+1:], ".")
	if before, _, marked := strings.Cut(dressed.Message[:max(i, 0)], "{{red}}"); marked {
		text += fmt.Sprintf(", at %q", filter[len(before):])
	}
	return fmt.Errorf("--filter %q: %s; write it as in 'masking && !(slow || app)'", filter, text)
}

// onDisk returns the files that a selection names, if it names files.
func onDisk(s string) []string {
	if !strings.HasSuffix(s, ".txtar") {
		return nil
	}
	paths, err := filepath.Glob(s)
	if err != nil {
		return nil
	}
	return paths
}

func parseFile(path string) ([]scenario.Scenario, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return scenario.Parse(path, data, lab.Language())
}

// pick keeps the scenarios whose id, or id without its variant, is selected or matches a pattern.
func pick(all []scenario.Scenario, selected []string) ([]scenario.Scenario, error) {
	if len(selected) == 0 {
		return all, nil
	}
	var list []scenario.Scenario
	used := map[string]bool{}
	for _, s := range all {
		name, _, _ := strings.Cut(s.ID, " [")
		for _, want := range selected {
			pattern := strings.TrimSuffix(want, ".txtar")
			ok, err := path.Match(pattern, name)
			if err != nil && !errors.Is(err, path.ErrBadPattern) {
				return nil, err
			}
			if ok || s.ID == want || name == pattern {
				list = append(list, s)
				used[want] = true
				break
			}
		}
	}
	for _, want := range selected {
		if !used[want] {
			if _, err := scenario.ParseFS(files(), []string{want}, lab.Language()); err != nil {
				return nil, fmt.Errorf("--scenario %q is not a file, and %w", want, err)
			}
			return nil, fmt.Errorf("--scenario %q is neither a file nor the id of a scenario (replaylab lint lists them)", want)
		}
	}
	return list, nil
}
