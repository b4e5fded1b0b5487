package demo

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	leftOver  = regexp.MustCompile(`\{[a-z]+\}`)
	reference = regexp.MustCompile(`url\(#(\w+)\)`)
)

func TestEveryProductHasItsPictureInEveryColour(t *testing.T) {
	for _, p := range catalogueOf(t).products {
		for _, colour := range p.colours() {
			picture, err := Picture(p.shape(), colour)
			if err != nil {
				t.Errorf("%s: %v", p.ID, err)
				continue
			}
			checkSVG(t, p.ID+" "+colour, picture)
			again, _ := Picture(p.shape(), colour)
			if !bytes.Equal(picture, again) {
				t.Errorf("%s: two drawings differ", p.ID)
			}
		}
	}
}

func checkSVG(t *testing.T, name string, svg []byte) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if left := leftOver.Find(svg); left != nil {
		t.Errorf("%s: %s was not filled", name, left)
	}
	for _, m := range reference.FindAllSubmatch(svg, -1) {
		if !bytes.Contains(svg, []byte(`id="`+string(m[1])+`"`)) {
			t.Errorf("%s: nothing is called %s", name, m[1])
		}
	}
	for _, no := range []string{"style=", "<script", "http://", "https://"} {
		if body := strings.Replace(string(svg), "http://www.w3.org/2000/svg", "", 1); strings.Contains(body, no) {
			t.Errorf("%s: contains %s", name, no)
		}
	}
}

func TestNoDrawingIsUnused(t *testing.T) {
	used := map[string]bool{}
	for _, p := range catalogueOf(t).products {
		used[fileName(p.shape())] = true
	}
	names, err := fs.Glob(files, "pictures/*.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if !used[strings.TrimSuffix(path.Base(n), ".svg")] {
			t.Errorf("%s is drawn for nothing", n)
		}
	}
}

func TestUnknownShapeIsAnError(t *testing.T) {
	if _, err := Picture("../demo", "teal"); err == nil {
		t.Error("drew something")
	}
}
