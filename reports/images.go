package reports

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"replaylab/lab/result"
)

// images are screenshots inside the page. Equal ones are in it once: in a good run live and
// replayed are mostly the same picture.
type images struct {
	Names map[string]int `json:"names"` // file name → place in Data
	Data  []string       `json:"data"`  // data: URIs
}

// inline reads the screenshots of a run. One that cannot be read stays out, and the page says so; a
// name that leads out of the results folder cannot, for run.json may be a stranger's.
func inline(dir string, run *result.Run) (*images, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the results folder: %w", err)
	}
	defer root.Close()
	in := &images{Names: map[string]int{}, Data: []string{}}
	known := map[[sha256.Size]byte]int{}
	for _, res := range run.Results {
		for _, c := range res.Checkpoints {
			for _, name := range []string{c.Live, c.Reference, c.Replayed, c.Played} {
				if _, done := in.Names[name]; done || name == "" || !filepath.IsLocal(filepath.FromSlash(name)) {
					continue
				}
				data, err := root.ReadFile(filepath.FromSlash(name))
				kind := http.DetectContentType(data)
				if err != nil || !strings.HasPrefix(kind, "image/") {
					continue
				}
				sum := sha256.Sum256(data)
				place, seen := known[sum]
				if !seen {
					place = len(in.Data)
					known[sum] = place
					in.Data = append(in.Data, "data:"+kind+";base64,"+base64.StdEncoding.EncodeToString(data))
				}
				in.Names[name] = place
			}
		}
	}
	return in, nil
}
