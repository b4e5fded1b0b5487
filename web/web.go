// Package web holds the built pages that the program serves: the customer's widget and the staff's console. `make web` builds
// them; without that the folders are empty and the pages say so.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:widget/dist all:console/dist
var dist embed.FS

//go:embed ui/tokens.css
var tokens string

// Tokens is the style sheet with the colours and sizes that all pages share.
func Tokens() string { return tokens }

// Widget is the loader and its chunks.
func Widget() fs.FS { return sub("widget/dist") }

// Console is the staff's application.
func Console() fs.FS { return sub("console/dist") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(dist, dir)
	if err != nil {
		panic(err) // the path is a constant
	}
	return f
}
