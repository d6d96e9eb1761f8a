// Package corpora is what the measurements on the corpora of the shared folder
// have in common: reading an archive, and writing a section of a report.
package corpora

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ulikunitz/xz"
)

// File is one file of an archive: its path there and its bytes.
type File struct {
	Name string
	Data []byte
}

// ReadArchive gives the files of a tar archive that xz has packed, in its
// order. The error names what was wrong with the archive.
func ReadArchive(name string) (files []File, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("corpus: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	unpacked, err := xz.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("corpus: %w", err)
	}
	for archive := tar.NewReader(unpacked); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("corpus: %w", err)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return nil, fmt.Errorf("corpus: %w", err)
		}
		files = append(files, File{header.Name, data})
	}
}
