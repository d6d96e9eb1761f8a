package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
)

// keep writes a variable to .env, which nobody else may read. One of the
// environment wins over the file, so that is told.
func (a *app) keep(key, value string) error {
	if err := setDotenv(dotenvFile, key, value); err != nil {
		return err
	}
	if set, ok := a.getenv(key); ok && set != value {
		a.complain("Written to %s; but %s is set in the environment, which wins: unset it.", dotenvFile, key)
		return nil
	}
	a.complain("Written to %s.", dotenvFile)
	return nil
}

// setDotenv sets a variable in a file of variables and leaves the rest of it
// as it is. The file is replaced as a whole and is then its owner's alone.
func setDotenv(path, key, value string) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unreadable(path, err)
	}
	after, err := withVariable(before, key, value)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return replaceFile(path, after)
}

// withVariable sets a variable in the text of a file of variables: in the
// place where it is set, or commented out, or else at the end.
func withVariable(before []byte, key, value string) ([]byte, error) {
	old, ok := parseDotenv(bytes.TrimPrefix(before, []byte("\uFEFF")))
	if !ok {
		return nil, errors.New("it cannot be read: correct it first")
	}
	line := []byte(key + "=" + value)
	for _, form := range []string{`(?m)^[ \t]*(export[ \t]+)?` + key + `[ \t]*[=:][^\r\n]*`, `(?m)^#[ \t]*` + key + `=[^\r\n]*`} {
		if at := regexp.MustCompile(form).FindIndex(before); at != nil {
			after := bytes.Join([][]byte{before[:at[0]], line, before[at[1]:]}, nil)
			if setsOnly(old, after, key, value) {
				return after, nil
			}
		}
	}
	after := bytes.Clone(before)
	if len(after) > 0 && !bytes.HasSuffix(after, []byte("\n")) {
		after = append(after, '\n')
	}
	after = append(append(after, line...), '\n')
	if !setsOnly(old, after, key, value) {
		return nil, fmt.Errorf("%s cannot be set in it: set it by hand", key)
	}
	return after, nil
}

// setsOnly says whether a text sets one variable anew, and leaves the others as they were.
func setsOnly(old map[string]string, after []byte, key, value string) bool {
	got, ok := parseDotenv(bytes.TrimPrefix(after, []byte("\uFEFF")))
	if !ok || got[key] != value {
		return false
	}
	want := maps.Clone(old)
	if want == nil {
		want = map[string]string{}
	}
	want[key] = value
	return maps.Equal(got, want)
}

// replaceFile puts content in a file's place, all of it or nothing.
func replaceFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".env-*") // which only its owner may read
	if err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, err)
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s: cannot be written: %w", path, err), os.Remove(f.Name()))
	}
	return nil
}
