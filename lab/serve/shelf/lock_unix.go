//go:build unix

package shelf

import (
	"errors"
	"os"
	"syscall"
)

// lock holds a file for this process. The system lets go of it when the process ends, however it does.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = errors.New("another process has it open; end that, or choose another folder")
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
