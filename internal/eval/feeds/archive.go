package main

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ulikunitz/xz"
)

// file is one file of an archive.
type file struct {
	name string
	data []byte
}

// readArchive gives the files of a tar archive that xz has packed.
func readArchive(name string) (files []file, err error) {
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
		files = append(files, file{header.Name, data})
	}
}
