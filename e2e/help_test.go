package e2e

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/language"
)

// vote says of an article that it did not help, as a page without a script does.
func vote(address, comment string) error {
	res, err := http.PostForm(address, url.Values{"helped": {"no"}, "comment": {comment}})
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("a vote was answered with %s", res.Status)
	}
	return nil
}

// fetched is a page as it came.
type fetched struct {
	status int
	header http.Header
	body   string
}

// fetch gets a page as it is sent, without unpacking it or following where it moved.
func fetch(t *testing.T, address string, headers ...string) fetched {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fetched{res.StatusCode, res.Header, string(body)}
}

// firstLoad is the most that a first visit may weigh, in bytes as they are sent.
const firstLoad = 50_000

// TestHelpCentre: what every page promises to readers and to search engines.
func TestHelpCentre(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--demo")...)
	base := s.url + "/help/demo"
	if got := fetch(t, base+"/", "Accept-Language", "th, en;q=0.5"); got.status != http.StatusFound || got.header.Get("Location") != "/help/demo/th-TH/" {
		t.Errorf("a Thai browser is sent to %d %s", got.status, got.header.Get("Location"))
	}
	if got := fetch(t, base+"/th"); got.status != http.StatusMovedPermanently || got.header.Get("Location") != "/help/demo/th-TH/" {
		t.Errorf("/th moves to %d %s", got.status, got.header.Get("Location"))
	}
	start := fetch(t, base+"/zh-CN/")
	article := regexp.MustCompile(`href="(/help/demo/zh-CN/a/[^"]+)"`).FindStringSubmatch(start.body)[1]
	weigh(t, s.url, "/help/demo/zh-CN/", article)
	page := fetch(t, s.url+article)
	for _, want := range []string{`lang="zh-CN"`, "application/ld+json", `property="og:title"`, `rel="canonical"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("%s has no %s", article, want)
		}
	}
	if got := fetch(t, s.url+article, "If-None-Match", page.header.Get("ETag")); got.status != http.StatusNotModified {
		t.Errorf("an unchanged page is sent again: %d", got.status)
	}
	if page.header.Get("Last-Modified") == "" || !strings.Contains(page.header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("headers: %v", page.header)
	}
	if strings.Contains(page.header.Get("Content-Security-Policy"), "unsafe") {
		t.Error("the policy is not strict")
	}
	id := article[strings.LastIndex(article, "/")+1:]
	if got := fetch(t, base+"/zh-CN/a/old-title-battery-care"); got.status != http.StatusMovedPermanently {
		t.Errorf("an old address of %s answers %d", id, got.status)
	}
	for _, lost := range []string{"/zh-CN/a/nothing", "/zh-CN/t/nothing", "/zh-CN/nothing", "/xx/"} {
		if got := fetch(t, base+lost); got.status != http.StatusNotFound || !strings.Contains(got.body, "noindex") {
			t.Errorf("%s answers %d", lost, got.status)
		}
	}
	if got := fetch(t, s.url+"/robots.txt"); !strings.Contains(got.body, "/help/demo/sitemap.xml") {
		t.Errorf("robots.txt: %s", got.body)
	}
}

// weigh adds up what the first visit of a page loads.
func weigh(t *testing.T, origin string, pages ...string) {
	t.Helper()
	for _, path := range pages {
		page := fetch(t, origin+path, "Accept-Encoding", "gzip")
		all := len(page.body)
		plain := fetch(t, origin+path)
		for _, part := range regexp.MustCompile(`(?:<link rel="stylesheet" href|<script src|<img[^>]* src|<link rel="icon" href)="([^"]+)"`).FindAllStringSubmatch(plain.body, -1) {
			if !strings.HasPrefix(part[1], "data:") {
				all += len(fetch(t, origin+part[1], "Accept-Encoding", "gzip").body)
			}
		}
		t.Logf("%s: %d bytes", path, all)
		if all > firstLoad {
			t.Errorf("%s weighs %d bytes", path, all)
		}
	}
}

// TestSitemap: every address answers, names itself canonical, and its languages name each other.
func TestSitemap(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--demo")...)
	var m struct {
		URLs []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(fetch(t, s.url+"/help/demo/sitemap.xml").body), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.URLs) != 15*25 {
		t.Errorf("%d addresses, not those of 24 articles and the start page in 15 locales", len(m.URLs))
	}
	alternate := regexp.MustCompile(`hreflang="([^"]+)" href="([^"]+)"`)
	links := map[string]map[string]string{}
	for _, u := range m.URLs {
		got := fetch(t, u.Loc)
		if got.status != http.StatusOK || strings.Contains(got.body, "noindex") || !strings.Contains(got.body, `<link rel="canonical" href="`+u.Loc+`">`) || u.LastMod == "" {
			t.Fatalf("%s: %d, or it is not canonical", u.Loc, got.status)
		}
		links[u.Loc] = map[string]string{}
		head, _, _ := strings.Cut(got.body, "</head>")
		for _, a := range alternate.FindAllStringSubmatch(head, -1) {
			if _, err := language.Parse(a[1]); err != nil && a[1] != "x-default" {
				t.Errorf("%s: hreflang %q", u.Loc, a[1])
			}
			links[u.Loc][a[1]] = a[2]
		}
		if links[u.Loc]["x-default"] == "" {
			t.Errorf("%s has no x-default", u.Loc)
		}
	}
	for from, list := range links {
		for _, to := range list {
			found := false
			for _, back := range links[to] {
				found = found || back == from
			}
			if !found {
				t.Errorf("%s names %s, but not the other way", from, to)
			}
		}
	}
}

// TestHelpCentreShowsOnlyWhatIsPublished: no page, list, search, suggestion or map shows what is not for everybody.
func TestHelpCentreShowsOnlyWhatIsPublished(t *testing.T) {
	onBoth(t, func(t *testing.T, d database) {
		s := startServer(t, parleyBin, d.url(t), noLimits...)
		w := newTenant(t, s, "open")
		owner := w.staff["owner"]
		draft := map[string]any{"id": "hidden", "lang": "en-US", "title": "Quokka plans", "body": "The quokka arrives in May.", "tags": []string{"quokka"}, "state": "draft"}
		abroad := map[string]any{"id": "abroad", "lang": "en-US", "market": "JP", "title": "Quokka in Japan", "body": "The quokka of Japan.", "state": "published"}
		for _, a := range []map[string]any{draft, abroad} {
			if err := owner.must("POST", "/articles", a, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := owner.must("POST", "/articles", map[string]any{"id": "german", "lang": "de-DE", "title": "Nur deutsch", "body": "Ein Text auf Deutsch.", "state": "published"}, nil); err != nil {
			t.Fatal(err)
		}
		base := s.url + "/help/open/en-US/"
		for _, path := range []string{"", "all", "search?q=quokka", "suggest?q=quokka", "t/quokka", "a/quokka-plans-hidden", "a/hidden", "a/quokka-in-japan-abroad", "../sitemap.xml"} {
			got := fetch(t, base+path)
			text := strings.ReplaceAll(strings.ToLower(got.body), `value="quokka"`, "")
			for _, secret := range []string{"quokka plans", "arrives in may", "quokka of japan", "quokka in japan"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s shows %q", path, secret)
				}
			}
		}
		if got := fetch(t, base+"a/quokka-in-japan-abroad?market=JP"); got.status != http.StatusOK || !strings.Contains(got.body, "The quokka of Japan.") {
			t.Errorf("who has chosen Japan reads what is for Japan: %d", got.status)
		}
		foreign := fetch(t, base+"a/nur-deutsch-german")
		for _, want := range []string{`<article lang="de-DE"`, "noindex", "You see it in German", "Ein Text auf Deutsch."} {
			if !strings.Contains(foreign.body, want) {
				t.Errorf("an article of another language has no %q", want)
			}
		}
		if err := owner.must("PUT", "/help-centre", `{"enabled":false,"title":{},"welcome":{},"locales":[],"topics":[],"links":[],"thumbs":true}`, nil); err != nil {
			t.Fatal(err)
		}
		if got := fetch(t, base); got.status != http.StatusNotFound {
			t.Errorf("a help centre that is switched off answers %d", got.status)
		}
	})
}

// TestReadersFeedback: one vote a visitor and version; what she writes reaches the operator without what must not be written down.
func TestReadersFeedback(t *testing.T) {
	onBoth(t, func(t *testing.T, d database) {
		s := startServer(t, parleyBin, d.url(t), noLimits...)
		w := newTenant(t, s, "said")
		owner := w.staff["owner"]
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		reader := http.Client{Jar: jar}
		address := s.url + "/help/said/en-US/a/art-said/feedback"
		for _, form := range []url.Values{{"helped": {"no"}}, {"helped": {"no"}, "comment": {"my card 4111 1111 1111 1111, mail ann@example.com, phone +49 170 1234567: where is the price?"}}, {"helped": {"no"}}} {
			res, err := reader.PostForm(address, form)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
		}
		var health struct {
			Articles []struct {
				Article string
				Open    int64
			}
		}
		if err := owner.must("GET", "/help-centre/health", nil, &health); err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(health)
		if err != nil || len(health.Articles) != 1 || health.Articles[0].Open != 2 { // hers, and that of the tenant's own reader
			t.Errorf("health: %s %v", raw, err)
		}
		got := try(t, owner, "GET", "/help-centre/feedback", routeOf{})
		for _, secret := range []string{"4111 1111", "ann@example.com", "1234567"} {
			if strings.Contains(string(got.body), secret) {
				t.Errorf("a comment keeps %q: %s", secret, got)
			}
		}
		if !strings.Contains(string(got.body), "where is the price?") {
			t.Errorf("a comment is lost: %s", got)
		}
		req, err := http.NewRequest(http.MethodPost, address, strings.NewReader("helped=no"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", "https://elsewhere.example")
		if res, err := reader.Do(req); err != nil || res.StatusCode != http.StatusForbidden {
			t.Errorf("a form on another site may vote: %v %v", res, err)
		}
	})
}

// TestSearchesAreNoted: what was looked for is listed, without what could tell who did; a result that was opened counts.
func TestSearchesAreNoted(t *testing.T) {
	onBoth(t, func(t *testing.T, d database) {
		s := startServer(t, parleyBin, d.url(t), noLimits...)
		w := newTenant(t, s, "found")
		for _, q := range []string{"Narwhal", "narwhal ", "bob@example.com 0049 151 2345678", w.secret} {
			fetch(t, s.url+"/help/found/en-US/search?q="+url.QueryEscape(q))
		}
		list := func(show string) string {
			return string(try(t, w.staff["operator"], "GET", "/help-centre/searches?show="+show, routeOf{}).body)
		}
		if got := list("unfound"); !strings.Contains(got, `"query":"narwhal","times":2,"found":0`) || strings.Contains(got, "bob") || strings.Contains(got, "2345678") {
			t.Errorf("without a result: %s", got)
		}
		if got := list("unopened"); !strings.Contains(got, w.secret) {
			t.Errorf("not opened: %s", got)
		}
		fetch(t, s.url+"/help/found/en-US/a/"+w.secret+"-art-found?q="+w.secret)
		if got := list("unopened"); strings.Contains(got, w.secret) {
			t.Errorf("opened: %s", got)
		}
	})
}

// TestOwnDomain: a help centre on a domain of the shop's own has it in all its addresses, and the general one leads there.
func TestOwnDomain(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--demo", "--help-domains", "help.example.test=demo")...)
	got := fetchHost(t, s.url+"/en-US/", "help.example.test")
	if got.status != http.StatusOK || strings.Contains(got.body, "/help/demo") || !strings.Contains(got.body, `rel="canonical" href="http://help.example.test/en-US/"`) {
		t.Errorf("%d: %.600s", got.status, got.body)
	}
	if got := fetchHost(t, s.url+"/console/", "help.example.test"); got.status != http.StatusNotFound {
		t.Errorf("the console stands on the shop's own domain: %d", got.status)
	}
	if got := fetch(t, s.url+"/help/demo/en-US/all"); got.status != http.StatusMovedPermanently || got.header.Get("Location") != "http://help.example.test/en-US/all" {
		t.Errorf("the general address: %d %s", got.status, got.header.Get("Location"))
	}
}

func fetchHost(t *testing.T, address, host string) fetched {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = host
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fetched{res.StatusCode, res.Header, string(body)}
}
