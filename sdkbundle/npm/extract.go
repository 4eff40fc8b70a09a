package npm

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// extractLimit bounds what one tarball may unpack to. The largest package of the suite, an editor
// with all its languages, is 90 MB.
const extractLimit = 1 << 30

// Extract unpacks an npm tarball into dir. The one folder that every npm tarball wraps its files
// in is left off. Links and names that lead out of the folder are refused.
func Extract(r io.Reader, dir string) error {
	z, err := gzip.NewReader(r)
	if err != nil {
		return fmt.Errorf("unpack the tarball: %w", err)
	}
	files := tar.NewReader(io.LimitReader(z, extractLimit))
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("unpack the tarball: %w", err)
		}
		_, name, ok := strings.Cut(filepath.ToSlash(filepath.Clean(h.Name)), "/")
		if !ok || h.Typeflag != tar.TypeReg {
			continue
		}
		if !filepath.IsLocal(name) {
			return fmt.Errorf("unpack the tarball: %q leads out of it", h.Name)
		}
		if err := write(filepath.Join(dir, filepath.FromSlash(name)), files); err != nil {
			return fmt.Errorf("unpack the tarball: %w", err)
		}
	}
}

func write(path string, r io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}
