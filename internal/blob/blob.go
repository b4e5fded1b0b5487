// Package blob keeps files: today in a folder of the data directory.
package blob

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Folder is a place for files, by key.
type Folder struct{ dir string }

// Open makes the folder when it is not there.
func Open(dir string) (*Folder, error) {
	return &Folder{dir}, os.MkdirAll(dir, 0o700)
}

// path refuses keys that could leave the folder.
func (f *Folder) path(key string) (string, error) {
	if key == "" || strings.ContainsAny(key, `/\`) || strings.HasPrefix(key, ".") {
		return "", errors.New("blob: a key is a plain name")
	}
	return filepath.Join(f.dir, key), nil
}

// Put writes a file whole: it is not there until all of it is on disk.
func (f *Folder) Put(_ context.Context, key string, r io.Reader) error {
	path, err := f.path(key)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(f.dir, ".put-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = io.Copy(tmp, r)
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// Open reads a file; a missing one gives an error for which os.IsNotExist holds.
func (f *Folder) Open(_ context.Context, key string) (io.ReadCloser, error) {
	path, err := f.path(key)
	if err != nil {
		return nil, err
	}
	return os.Open(path)
}
