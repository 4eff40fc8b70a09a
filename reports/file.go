package reports

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
)

var serial atomic.Int64

// besides is a name next to a file, for its successor to grow under. It is this process's own.
func besides(dir, name string) string {
	return filepath.Join(dir, "."+name+"."+strconv.Itoa(os.Getpid())+"-"+strconv.FormatInt(serial.Add(1), 10))
}

// replaceFile puts a file in place whole: a reader sees the old one or the new one, even when the
// machine stops in between.
func replaceFile(dir, name string, data []byte) error {
	path, grown := filepath.Join(dir, name), besides(dir, name)
	err := fill(grown, data)
	if err == nil {
		err = os.Rename(grown, path)
	}
	if err != nil {
		_ = os.Remove(grown)
		return fmt.Errorf("write %s: %w%s", path, err, advice(err))
	}
	return nil
}

// fill writes a new file through to the disk. Its mode is that of any file, unlike that of
// os.CreateTemp: whoever may read the folder may read the report.
func fill(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// advice is what to do about a file error, as the end of a sentence.
func advice(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "; free some space, or write to a folder on another disk"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "; allow writing there, or write to another folder"
	}
	return ""
}
