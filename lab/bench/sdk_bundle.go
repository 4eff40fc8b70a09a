package bench

import "context"

// bundle measures the scripts of script tags, gzipped.
func (c SDKConfig) bundle(context.Context) ([]Row, error) {
	sizes := map[string]float64{}
	for _, s := range c.SDKs {
		sizes[s.Name] = float64(zipped(s.Bundle)) / 1024
	}
	return []Row{
		row("bundle: complete, KB gzipped", sizes, "<= 25", atMost(25)),
		// The bundle is one file: all of it is there before capture starts.
		row("bundle: before capture starts, KB gzipped", sizes, "<= 12", atMost(12)),
	}, nil
}
