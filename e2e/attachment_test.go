package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// upload sends a file as the widget does.
func upload(t *testing.T, c caller, path, name string, data []byte) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(data) // a buffer takes everything
	form.Close()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, c.url+"/api/v1"+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	c.identify(req)
	res, err := browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body) // a broken body fails the check of whoever reads it
	return answer{res.StatusCode, res.Header, text}
}

var png = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00")

// TestAttachments: what may be sent, what not, and who may look at it.
func TestAttachments(t *testing.T) {
	s := startServer(t, parleyBin, "", noLimits...)
	a, b := newTenant(t, s, "first"), newTenant(t, s, "second")
	path := "/visitor/conversations/" + a.ids["/conversations/"]
	for name, data := range map[string][]byte{
		"page.html": []byte("<html><script>alert(1)</script>"), "drawing.svg": []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`),
		"picture.png": []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"),
	} {
		if got := upload(t, a.visit, path+"/attachments", name, data); got.status != 422 || isProblem(got, "invalid", []string{"body.file"}) != nil {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := upload(t, a.visit, path+"/attachments", "big.png", append(png, make([]byte, 10<<20)...)); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("more than 10 MB: %d", got.status)
	}
	got := upload(t, a.visit, path+"/attachments", "../../photo.png", png)
	var file struct{ ID, Name, Type, URL string }
	if err := got.into(&file); err != nil || got.status != 201 || file.Type != "image/png" {
		t.Fatalf("%s %v", got, err)
	}
	message := fmt.Sprintf(`{"client_key":"with","attachments":["%s"]}`, file.ID)
	if err := a.visit.must("POST", path+"/messages", message, nil); err != nil {
		t.Error(err)
	}
	if got := try(t, b.visit, "POST", "/visitor/conversations/"+b.ids["/conversations/"]+"/messages", routeOf{body: message}); got.status != 422 {
		t.Errorf("another shop's customer sends the file: %s", got)
	}
	at := strings.TrimPrefix(file.URL, "/api/v1")
	seenBy(t, s, at, a, b)
}

// TestStaffAttachments: an agent's file goes the same way, and her customer sees it.
func TestStaffAttachments(t *testing.T) {
	s := startServer(t, parleyBin, "", noLimits...)
	a, b := newTenant(t, s, "first"), newTenant(t, s, "second")
	path := "/conversations/" + a.ids["/conversations/"]
	agent := a.staff["agent"]
	if got := upload(t, agent, path+"/attachments", "page.html", []byte("<html><script>alert(1)</script>")); got.status != 422 || !strings.Contains(string(got.body), `"reason":"file_type"`) {
		t.Errorf("a page: %s", got)
	}
	if got := upload(t, agent, path+"/attachments", "big.png", append(png, make([]byte, 10<<20)...)); got.status != http.StatusRequestEntityTooLarge || !strings.Contains(string(got.body), `"megabytes":10`) {
		t.Errorf("more than 10 MB: %s", got)
	}
	got := upload(t, agent, path+"/attachments", "保修卡.pdf", []byte("%PDF-1.7 warranty"))
	var file struct{ ID, Name, Type, URL string }
	if err := got.into(&file); err != nil || got.status != 201 || file.Type != "application/pdf" || file.Name != "保修卡.pdf" {
		t.Fatalf("%s %v", got, err)
	}
	message := fmt.Sprintf(`{"client_key":"with","attachments":["%s"]}`, file.ID)
	if got := try(t, b.staff["owner"], "POST", "/conversations/"+b.ids["/conversations/"]+"/messages", routeOf{body: message}); got.status != 422 {
		t.Errorf("another shop sends the file: %s", got)
	}
	if err := agent.must("POST", path+"/messages", message, nil); err != nil {
		t.Error(err)
	}
	events, err := a.visit.events(context.Background(), "/visitor", a.ids["/conversations/"], 0, 0)
	if err != nil || !strings.Contains(events[len(events)-1].raw, file.ID) {
		t.Errorf("her customer reads %v, %v", events, err)
	}
	seenBy(t, s, strings.TrimPrefix(file.URL, "/api/v1"), a, b)
}

// seenBy checks that a file of shop a's conversation can be read there and nowhere else.
func seenBy(t *testing.T, s *server, at string, a, b tenant) {
	t.Helper()
	for who, c := range map[string]caller{"its customer": a.visit, "her shop": a.staff["viewer"], "a customer of another shop": b.visit, "another shop": b.staff["owner"], "nobody": {url: s.url}} {
		want := map[string]int{"its customer": 200, "her shop": 200, "nobody": 401}[who]
		if want == 0 {
			want = 404
		}
		if got := try(t, c, "GET", at, routeOf{}); got.status != want {
			t.Errorf("%s gets the file: %d, not %d", who, got.status, want)
		}
	}
}
