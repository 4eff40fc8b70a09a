package shelf

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// advised adds to an error what to do about it, if there is something.
func advised(err error) error {
	hint := ""
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		hint = "free some space there, or choose a folder on another disk"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		hint = "make the folder writable, or choose another"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		hint = "a part of the path is a file; choose another folder"
	default:
		return err
	}
	return fmt.Errorf("%w: %s", err, hint)
}
