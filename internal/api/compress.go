package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// packed keeps embedded files as they go out: compressed once, with an entity tag.
var packed sync.Map // entity tag → *pack

type pack struct {
	plain, gzip []byte
	tag         string
}

func packOf(body []byte) *pack {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	if p, ok := packed.Load(tag); ok {
		return p.(*pack)
	}
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression) // the level is valid
	_, _ = z.Write(body)
	_ = z.Close() // a bytes.Buffer does not fail
	p := &pack{plain: body, gzip: buf.Bytes(), tag: tag}
	packed.Store(tag, p)
	return p
}

// compressed sends an embedded file, gzipped where the client takes it, or says that it has not changed.
func compressed(w http.ResponseWriter, r *http.Request, name string, body []byte) {
	p := packOf(body)
	h := w.Header()
	kind := mime.TypeByExtension(path.Ext(name))
	if strings.HasSuffix(name, ".js") {
		kind = "text/javascript; charset=utf-8" // whatever the host's table of types says
	}
	h.Set("Content-Type", kind)
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", p.tag)
	body = p.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(p.gzip) < len(p.plain) {
		h.Set("Content-Encoding", "gzip")
		body = p.gzip
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
