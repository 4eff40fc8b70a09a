package visit

import (
	"fmt"
	"io/fs"
	"strings"

	"replaylab/lab/origin"
	"replaylab/lab/scenario"
	"replaylab/sdkbundle/adapter"
)

// Neutral reads the options of a scenario's sdk line.
func Neutral(options map[string]string) adapter.Neutral {
	n := adapter.Neutral{Other: map[string]string{}}
	for name, value := range options {
		switch name {
		case "maskLevel":
			n.MaskLevel = value
		case "maskSelector":
			n.Mask = value
		case "unmaskSelector":
			n.Unmask = value
		case "blockSelector":
			n.Block = value
		case "maskAttributes":
			n.Attributes = value
		case "urlMaskLevels":
			for rule := range strings.SplitSeq(value, ",") {
				if f := strings.Fields(rule); len(f) == 2 {
					n.Addresses = append(n.Addresses, adapter.AddressLevel{Match: f[0], Level: f[1]})
				}
			}
		default:
			n.Other[name] = value
		}
	}
	return n
}

// Mounted resolves a scenario's mounts to folders, fetching packages and finding fixtures.
func Mounted(mounts []scenario.Mount, pkg func(spec string) (fs.FS, error), fixture func(name string) (fs.FS, error)) ([]origin.Mount, error) {
	var list []origin.Mount
	for _, m := range mounts {
		var folder fs.FS
		var err error
		if m.Package != "" {
			folder, err = pkg(m.Package)
		} else {
			folder, err = fixture(m.Fixture)
		}
		if err != nil {
			return nil, fmt.Errorf("mount %s: %w", m.Path, err)
		}
		list = append(list, origin.Mount{Path: m.Path, FS: folder})
	}
	return list, nil
}
