package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"time"
)

// packed is what an archive holds: files, all in one folder.
type packed struct {
	folder string
	at     time.Time // of all files
	files  []file
}

// file is one of them.
type file struct {
	path string // where it is
	name string // its path within the folder, with slashes
	mode fs.FileMode
}

// write makes an archive; one that could not be written whole is removed.
func (p packed) write(name string, format func(io.Writer) error) error {
	f, err := os.Create(name) //nolint:gosec // an archive in the folder that was asked for
	if err != nil {
		return err
	}
	if err := errors.Join(format(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// tar writes a tar archive through gzip, which keeps who may run the program.
func (p packed) tar(w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, f := range p.files {
		data, err := os.ReadFile(f.path)
		if err != nil {
			return err
		}
		h := tar.Header{Typeflag: tar.TypeReg, Name: path.Join(p.folder, f.name), Mode: int64(f.mode), Size: int64(len(data)), ModTime: p.at}
		if err := t.WriteHeader(&h); err != nil {
			return err
		}
		if _, err := t.Write(data); err != nil {
			return err
		}
	}
	return errors.Join(t.Close(), z.Close())
}

// zip writes a zip archive, which Windows opens by itself.
func (p packed) zip(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, f := range p.files {
		data, err := os.ReadFile(f.path)
		if err != nil {
			return err
		}
		h := zip.FileHeader{Name: path.Join(p.folder, f.name), Method: zip.Deflate, Modified: p.at}
		h.SetMode(f.mode)
		entry, err := z.CreateHeader(&h)
		if err != nil {
			return err
		}
		if _, err := entry.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}
