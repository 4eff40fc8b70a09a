package ingest

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"

	"replaylab/lab/event"
)

// trusted is how large a size a compressed body may claim and have allocated unproven. Larger ones
// are inflated once to be measured, keeping nothing, before they are inflated to be kept: no bomb,
// and no crowd of them, costs more memory than this each.
const trusted = 1 << 20

// gunzip inflates body. A result over limit bytes is event.ErrTooLarge.
func gunzip(body []byte, limit int) ([]byte, error) {
	size := claimed(body)
	if size <= min(trusted, limit) {
		if out, ok, err := gunzipInto(body, size); ok || err != nil {
			return out, err
		}
	}
	size, err := measure(body, limit)
	if err != nil {
		return nil, err
	}
	out, _, err := gunzipInto(body, size)
	return out, err
}

// claimed is the size that a compressed body says it has: its last four bytes. It is wrong for bodies
// of several members, and whatever the sender wants.
func claimed(body []byte) int {
	if len(body) < 4 {
		return 0
	}
	return int(binary.LittleEndian.Uint32(body[len(body)-4:]))
}

func measure(body []byte, limit int) (int, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, io.LimitReader(r, int64(limit)+1))
	if err == nil && n > int64(limit) {
		err = fmt.Errorf("inflated it is %w of %d bytes", event.ErrTooLarge, limit)
	}
	return int(n), err
}

// gunzipInto inflates body if that gives size bytes or fewer, and reports whether it does.
func gunzipInto(body []byte, size int) (_ []byte, ok bool, err error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, false, err
	}
	out := make([]byte, size+1)
	n, err := io.ReadFull(r, out)
	switch err {
	case nil:
		return nil, false, nil
	case io.EOF, io.ErrUnexpectedEOF:
		// ReadFull says ErrUnexpectedEOF both at the end and for a stream that breaks off; only the
		// latter says so again.
		if _, err := r.Read(out[n:]); err != io.EOF {
			return nil, false, err
		}
		return out[:n:n], true, nil
	}
	return nil, false, err
}
