package browser

import (
	"context"
	"fmt"
	"io"
	"log"
	"path/filepath"

	"github.com/go-rod/rod/lib/launcher"
)

// download fetches a Chromium with rod's downloader into the folder cache and returns its path.
func download(ctx context.Context, cache string, out io.Writer) (string, error) {
	b := launcher.NewBrowser()
	b.Context = ctx
	b.RootDir = filepath.Join(cache, "browser")
	b.Logger = log.New(out, "", 0)
	fmt.Fprintf(out, "downloading Chromium %d into %s\n", b.Revision, b.RootDir)
	path, err := b.Get()
	if err != nil {
		return "", fmt.Errorf("download Chromium: %w", err)
	}
	return path, nil
}
