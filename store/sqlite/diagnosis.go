package sqlite

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// headerSize is the size of what a database file says of itself, in bytes.
const headerSize = 100

// diagnosis says what is known of a file so damaged that SQLite does not find
// its tables.
func diagnosis(path string) string {
	const root = "its list of tables cannot be read"
	f, err := os.Open(path)
	if err != nil {
		return root
	}
	defer f.Close() //nolint:errcheck // it is only read
	info, err := f.Stat()
	if err != nil {
		return root
	}
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(f, header); err != nil {
		return fmt.Sprintf("it is cut off after %d bytes, within its header", info.Size())
	}
	if want := sizeSaid(header); want > info.Size() {
		return fmt.Sprintf("%s, and it is cut off: it has %d of %d bytes", root, info.Size(), want)
	}
	return root
}

// sizeSaid is the size in bytes that a header gives its file; 0 where it makes
// no sense.
func sizeSaid(header []byte) int64 {
	page := int64(binary.BigEndian.Uint16(header[16:]))
	if page == 1 { // it did not fit
		page = 1 << 16
	}
	if page < 512 || page&(page-1) != 0 {
		return 0
	}
	return page * int64(binary.BigEndian.Uint32(header[28:]))
}
