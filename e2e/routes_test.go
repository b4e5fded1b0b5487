package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

// roles from least to most; "visitor" and "public" stand apart.
var roles = []string{"viewer", "agent", "operator", "admin", "owner"}

// routeOf says what a test must know of a route: the least role, and for those that take a body one that is valid. A route of the
// OpenAPI description that is not here fails the tests: who adds a route thinks about who may call it.
type routeOf struct {
	access string
	body   string
}

// noEmbeddings is a setting without an embeddings endpoint.
const noEmbeddings = `{"enabled":false,"base_url":"","model":""}`

// noModel is a setting without a language model.
const noModel = `{"enabled":false,"base_url":"","model":"","vision":false,"window":16000,"first_token_seconds":15,"daily_budget":0,"price_input":0,"price_output":0,"currency":"USD"}`

// inAWhile is a message for later.
func inAWhile(text string) string {
	return fmt.Sprintf(`{"client_key":"later","text":"hi %s","at":"%s"}`, text, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
}

var apiRoutes = map[string]routeOf{
	"GET /setup": {"public", ""}, "POST /setup": {"public", `{"code":"x","shop":{"name":"X","slug":"x"},"owner":{"name":"X","email":"x@example.com","password":"a long pass phrase"}}`},
	"POST /auth/sign-in":  {"public", `{"email":"x@example.com","password":"x"}`},
	"GET /visitor/widget": {"public", ""}, "POST /visitor/sessions": {"public", `{"shop":"demo"}`},

	"PATCH /visitor/sessions": {"visitor", `{}`}, "DELETE /visitor/sessions": {"visitor", ""},
	"POST /visitor/conversations": {"visitor", `{}`}, "GET /visitor/conversations": {"visitor", ""},
	"GET /visitor/conversations/{id}": {"visitor", ""}, "GET /visitor/conversations/{id}/events": {"visitor", ""},
	"POST /visitor/conversations/{id}/messages":  {"visitor", `{"client_key":"k","text":"hi"}`},
	"POST /visitor/conversations/{id}/interrupt": {"visitor", `{}`}, "POST /visitor/conversations/{id}/handoff": {"visitor", `{}`},
	"POST /visitor/conversations/{id}/rating": {"visitor", `{"score":5}`}, "POST /visitor/conversations/{id}/attachments": {"visitor", "multipart"},
	"POST /visitor/conversations/{id}/typing": {"visitor", ""}, "POST /visitor/conversations/{id}/seen": {"visitor", `{"seq":1}`},

	"GET /me": {"viewer", ""}, "PATCH /me": {"viewer", `{"name":"X"}`}, "POST /auth/sign-out": {"viewer", ""},
	"GET /conversations": {"viewer", ""}, "GET /views": {"viewer", ""}, "GET /conversations/{id}": {"viewer", ""}, "GET /conversations/{id}/events": {"viewer", ""},
	"GET /contacts": {"viewer", ""}, "GET /contacts/{id}": {"viewer", ""}, "GET /queues": {"viewer", ""}, "GET /figures": {"viewer", ""},
	"GET /articles": {"viewer", ""}, "GET /articles/{id}": {"viewer", ""}, "POST /articles/try": {"viewer", `{"text":"hi"}`},
	"GET /products": {"viewer", ""}, "GET /products/{id}": {"viewer", ""}, "GET /orders": {"viewer", ""}, "GET /orders/{id}": {"viewer", ""},
	"GET /shop": {"viewer", ""}, "GET /staff": {"viewer", ""}, "GET /promises": {"viewer", ""},

	"POST /conversations/bulk": {"agent", `{"action":"read","ids":["cv_none"]}`}, "POST /views": {"agent", `{"name":"Mine"}`},
	"PATCH /views/{id}": {"agent", `{"name":"Mine"}`}, "DELETE /views/{id}": {"agent", ""}, "POST /views/{id}/restore": {"agent", ""},
	"POST /conversations/{id}/take": {"agent", `{}`}, "POST /conversations/{id}/messages": {"agent", `{"client_key":"k","text":"hi"}`},
	"POST /conversations/{id}/attachments": {"agent", "multipart"},
	"POST /conversations/{id}/notes":       {"agent", `{"client_key":"n","text":"hi"}`}, "POST /conversations/{id}/give-back": {"agent", ""},
	"POST /conversations/{id}/close": {"agent", `{}`}, "POST /conversations/{id}/reopen": {"agent", ""}, "POST /conversations/{id}/typing": {"agent", ""},
	"POST /conversations/{id}/read":     {"agent", `{}`},
	"POST /conversations/{id}/promises": {"agent", `{"client_key":"p","text":"call back","due_at":"2036-01-01T00:00:00Z"}`},
	"POST /conversations/{id}/edit":     {"agent", `{"seq":1,"text":"hi"}`}, "POST /conversations/{id}/recall": {"agent", `{"seq":1}`},
	"GET /conversations/{id}/scheduled": {"viewer", ""}, "POST /conversations/{id}/scheduled": {"agent", inAWhile("")},
	"PATCH /scheduled/{id}": {"agent", `{"text":"later"}`}, "DELETE /scheduled/{id}": {"agent", ""},
	"POST /conversations/{id}/snooze": {"agent", `{}`}, "POST /conversations/{id}/wake": {"agent", ""},
	"POST /conversations/{id}/merge": {"agent", `{"with":"cv_none"}`}, "POST /conversations/{id}/split": {"agent", `{"seq":1}`}, "POST /conversations/{id}/undo": {"agent", `{"seq":1}`},
	"POST /conversations/{id}/tags": {"agent", `{"add":[]}`}, "POST /conversations/{id}/fields": {"agent", `{"values":{}}`},
	"GET /conversation-words": {"viewer", ""}, "PATCH /conversation-rules": {"admin", `{}`},
	"POST /tags": {"operator", `{"name":"T"}`}, "PATCH /tags/{id}": {"operator", `{}`}, "DELETE /tags/{id}": {"operator", ""},
	"POST /close-reasons": {"admin", `{"name":"R"}`}, "PATCH /close-reasons/{id}": {"admin", `{}`}, "DELETE /close-reasons/{id}": {"admin", ""},
	"POST /conversation-fields": {"admin", `{"name":"F"}`}, "PATCH /conversation-fields/{id}": {"admin", `{}`}, "DELETE /conversation-fields/{id}": {"admin", ""},
	"GET /macros": {"agent", ""}, "POST /macros": {"agent", `{"mine":true,"name":"M","texts":[{"locale":"en","text":"hi"}]}`},
	"PUT /macros/{id}": {"agent", `{"mine":true,"name":"M","texts":[{"locale":"en","text":"hi"}]}`}, "DELETE /macros/{id}": {"agent", ""},
	"POST /conversations/{id}/macros/{macro}": {"agent", ""}, "POST /conversations/{id}/known": {"agent", `{"text":"hi"}`},
	"POST /promises/{id}/keep": {"agent", ""}, "POST /promises/{id}/withdraw": {"agent", ""},
	"POST /promises/{id}/move": {"agent", `{"due_at":"2036-01-02T00:00:00Z"}`},

	"GET /help-centre": {"viewer", ""}, "GET /help-centre/searches": {"viewer", ""}, "GET /help-centre/health": {"viewer", ""}, "GET /help-centre/feedback": {"viewer", ""},
	"POST /help-centre/feedback/{id}/resolve": {"operator", ""}, "POST /help-centre/feedback/{id}/reopen": {"operator", ""},
	"PUT /help-centre":       {"admin", `{"enabled":true,"title":{},"welcome":{},"locales":[],"topics":[],"links":[],"thumbs":true}`},
	"POST /help-centre/logo": {"admin", "multipart"}, "DELETE /help-centre/logo": {"admin", ""},

	"POST /articles":     {"operator", `{"lang":"en-US","title":"T","body":"B"}`},
	"PUT /articles/{id}": {"operator", `{"lang":"en-US","title":"T","body":"B"}`}, "DELETE /articles/{id}": {"operator", ""},
	"GET /words": {"operator", ""}, "GET /words/unknown": {"operator", ""}, "GET /words/concepts": {"operator", ""}, "POST /words/suggest": {"operator", ""},
	"PUT /words/{lang}/{word}": {"operator", `{"state":"meant","means":["warranty"]}`}, "DELETE /words/{lang}/{word}": {"operator", ""},
	"POST /articles/import": {"operator", ""}, "POST /products/import": {"operator", ""}, "POST /orders/import": {"operator", ""},

	"PATCH /shop": {"admin", `{}`}, "GET /shop/identity-secret": {"admin", ""}, "POST /shop/identity-secret": {"admin", ""},
	"GET /shop/model": {"admin", ""}, "PUT /shop/model": {"admin", noModel}, "POST /shop/model/test": {"admin", noModel},
	"GET /shop/embeddings": {"admin", ""}, "PUT /shop/embeddings": {"admin", noEmbeddings}, "POST /shop/embeddings/test": {"admin", noEmbeddings},
	"POST /staff":       {"admin", `{"name":"X","email":"x@example.com","role":"viewer","password":"a long pass phrase"}`},
	"PATCH /staff/{id}": {"admin", `{}`}, "GET /tokens": {"admin", ""}, "POST /tokens": {"admin", `{"name":"x","role":"viewer"}`},
	"DELETE /tokens/{id}": {"admin", ""}, "GET /audit": {"admin", ""}, "GET /dead-letters": {"admin", ""},
	"POST /dead-letters/{id}/retry": {"admin", ""}, "DELETE /dead-letters/{id}": {"admin", ""},
}

// publicRoutes is the allow-list: what anybody may call, and nothing else.
var publicRoutes = []string{"GET /setup", "GET /visitor/widget", "POST /auth/sign-in", "POST /setup", "POST /visitor/sessions"}

// hidden routes are not in the description, because they are no plain JSON.
var hiddenRoutes = []string{"GET /realtime", "GET /visitor/attachments/at_none"}

// described reads the routes from the server's own description.
func described(t *testing.T, s *server) (list []string) {
	t.Helper()
	res, err := http.Get(s.url + "/api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var spec struct {
		Paths map[string]map[string]struct{ Security []map[string][]string }
	}
	if err := json.NewDecoder(res.Body).Decode(&spec); err != nil {
		t.Fatal(err)
	}
	for path, operations := range spec.Paths {
		for method, op := range operations {
			route := strings.ToUpper(method) + " " + strings.TrimPrefix(path, "/api/v1")
			list = append(list, route)
			if open := len(op.Security) == 0; open != slices.Contains(publicRoutes, route) {
				t.Errorf("%s: the description says it is public: %t", route, open)
			}
		}
	}
	sort.Strings(list)
	return list
}

// TestEveryRouteIsKnown compares the description with the table of this test, both ways.
func TestEveryRouteIsKnown(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--demo")...)
	routes := described(t, s)
	for _, r := range routes {
		if _, ok := apiRoutes[r]; !ok {
			t.Errorf("%s is new: say in apiRoutes who may call it", r)
		}
	}
	for r := range apiRoutes {
		if !slices.Contains(routes, r) {
			t.Errorf("%s is gone from the description", r)
		}
	}
}

// tenant is a shop with one of everything, and somebody of each role.
type tenant struct {
	slug   string
	staff  map[string]caller // by role
	visit  caller
	ids    map[string]string // path prefix → the id of such a thing
	secret string            // a word that is in everything of this shop
}

func newTenant(t *testing.T, s *server, slug string) tenant {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	w := tenant{slug: slug, staff: map[string]caller{}, secret: "zebra" + slug}
	_, err := s.command("shop", "create", "--name", w.secret, "--slug", slug)
	must(err)
	for _, role := range roles {
		token, err := s.token(slug, role)
		must(err)
		w.staff[role] = caller{url: s.url, token: token}
	}
	v, err := s.open(slug, "en-US", "US")
	must(err)
	w.visit = caller{url: s.url, token: v.Token}
	var conversation row
	must(w.visit.must("POST", "/visitor/conversations", map[string]string{}, &conversation))
	must(w.visit.must("POST", "/visitor/conversations/"+conversation.ID+"/messages", map[string]string{"client_key": "k0", "text": w.secret}, nil))
	owner := w.staff["owner"]
	must(owner.must("POST", "/articles", map[string]string{"id": "art-" + slug, "lang": "en-US", "title": w.secret, "body": w.secret, "state": "published"}, nil))
	must(owner.must("POST", "/products/import", fmt.Sprintf(`{"id":"prod-%s","name":"%s","category":"x","price":{"USD":1},"attributes":{},"in_stock":true,"related":[],"promotions":[]}`, slug, w.secret), nil))
	must(owner.must("POST", "/orders/import", fmt.Sprintf(`{"id":"order-%s","email":"%s@example.com","customer":"C","country":"US","items":[],"status":"shipped","dates":{"ordered_days_ago":3},"subtotal":1,"shipping":0,"total":1,"currency":"USD","payment_method":"card"}`, slug, w.secret), nil))
	var member, token, promise, later, tag, reason, field, view, macro struct{ ID string }
	must(owner.must("POST", "/conversations/"+conversation.ID+"/scheduled", inAWhile(w.secret), &later))
	must(owner.must("POST", "/tags", map[string]string{"name": w.secret}, &tag))
	must(owner.must("POST", "/close-reasons", map[string]string{"name": w.secret}, &reason))
	must(owner.must("POST", "/conversation-fields", map[string]string{"name": w.secret}, &field))
	must(w.staff["agent"].must("POST", "/views", map[string]any{"name": w.secret}, &view))
	must(w.staff["agent"].must("POST", "/macros", fmt.Sprintf(`{"name":%q,"mine":true,"texts":[{"locale":"en","text":"hi"}]}`, w.secret), &macro))
	must(owner.must("POST", "/staff", map[string]string{"name": w.secret, "email": w.secret + "@example.com", "role": "agent", "password": "a long pass phrase"}, &member))
	must(owner.must("POST", "/tokens", map[string]string{"name": w.secret, "role": "viewer"}, &token))
	must(owner.must("POST", "/conversations/"+conversation.ID+"/promises", map[string]string{"client_key": "p0", "text": w.secret, "due_at": "2036-01-01T00:00:00Z"}, &promise))
	must(owner.must("PUT", "/words/de/"+w.secret, map[string]any{"state": "meant", "means": []string{"Garantie"}}, nil))
	must(owner.must("PUT", "/help-centre", apiRoutes["PUT /help-centre"].body, nil))
	must(vote(s.url+"/help/"+slug+"/en-US/a/art-"+slug+"/feedback", w.secret))
	var said struct{ Feedback []struct{ ID string } }
	must(owner.must("GET", "/help-centre/feedback", nil, &said))
	w.ids = map[string]string{"/help-centre/feedback/": said.Feedback[0].ID, "/visitor/conversations/": conversation.ID, "/conversations/": conversation.ID, "/contacts/": v.Contact.ID, "/articles/": "art-" + slug,
		"/products/": "prod-" + slug, "/orders/": "order-" + slug, "/staff/": member.ID, "/tokens/": token.ID, "/dead-letters/": conversation.ID + ":1:answer",
		"/promises/": promise.ID, "/scheduled/": later.ID, "/tags/": tag.ID, "/close-reasons/": reason.ID, "/conversation-fields/": field.ID, "/views/": view.ID, "/macros/": macro.ID}
	return w
}

// fill puts the tenant's id into a route.
func (w tenant) fill(t *testing.T, route string) (method, path string) {
	t.Helper()
	method, path, _ = strings.Cut(strings.Replace(route, "{lang}/{word}", "de/"+w.secret, 1), " ")
	path = strings.Replace(path, "{macro}", w.ids["/macros/"], 1)
	prefix, _, has := strings.Cut(path, "{id}")
	if !has {
		return method, path
	}
	id, ok := w.ids[prefix]
	if !ok {
		t.Fatalf("%s: the test has no id of such a thing", route)
	}
	return method, strings.Replace(path, "{id}", id, 1)
}

// try calls a route with the valid body of the table.
func try(t *testing.T, c caller, method, path string, r routeOf) answer {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var body any
	if r.body == "multipart" {
		return upload(t, c, path, "note.txt", []byte("hello"))
	}
	if r.body != "" {
		body = r.body
	}
	if strings.HasSuffix(path, "/import") {
		body = ""
	}
	a, err := c.call(ctx, method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestShopsAreApart: with the keys of one shop nothing of another can be read, changed or even guessed, on no route at all. Nor can one
// customer of a shop reach another's.
func TestShopsAreApart(t *testing.T) {
	onBoth(t, func(t *testing.T, d database) {
		s := startServer(t, parleyBin, d.url(t), noLimits...)
		a, b := newTenant(t, s, "first"), newTenant(t, s, "second")
		neighbour, err := s.open("first", "en-US", "US")
		if err != nil {
			t.Fatal(err)
		}
		for _, route := range described(t, s) {
			r, known := apiRoutes[route]
			if !known || r.access == "public" {
				continue
			}
			method, path := a.fill(t, route)
			strangers := []caller{b.staff["owner"]}
			if r.access == "visitor" {
				strangers = []caller{b.visit, {url: s.url, token: neighbour.Token}}
			}
			if strings.Contains(route, "{id}") || route == "DELETE /words/{lang}/{word}" {
				for i, c := range strangers {
					if got := try(t, c, method, path, r); got.status != http.StatusNotFound || isProblem(got, "not_found", nil) != nil {
						t.Errorf("%s by stranger %d: %s", route, i, got)
					}
				}
			} else if method == http.MethodGet {
				for _, c := range strangers {
					if got := try(t, c, method, path, r); got.status != http.StatusOK || strings.Contains(string(got.body), a.secret) {
						t.Errorf("%s shows another shop's or customer's: %s", route, got)
					}
				}
			}
		}
		a.intact(t)
	})
}

// intact checks that the strangers have changed nothing.
func (w tenant) intact(t *testing.T) {
	t.Helper()
	owner := w.staff["owner"]
	for prefix, id := range w.ids {
		if prefix == "/visitor/conversations/" || prefix == "/tokens/" || prefix == "/dead-letters/" {
			continue
		}
		path := prefix + id
		if prefix == "/staff/" {
			path = "/staff"
		}
		switch prefix {
		case "/promises/":
			path = "/promises?state=open"
		case "/scheduled/":
			path = "/conversations/" + w.ids["/conversations/"] + "/scheduled"
		case "/views/":
			path = "/views"
		case "/macros/":
			path = "/macros"
		case "/tags/", "/close-reasons/", "/conversation-fields/":
			path = "/conversation-words"
		}
		if prefix == "/help-centre/feedback/" {
			path = "/help-centre/feedback"
		}
		reader := owner
		if path == "/views" || path == "/macros" {
			reader = w.staff["agent"] // they are her own
		}
		got := try(t, reader, "GET", path, routeOf{})
		if got.status != http.StatusOK || !strings.Contains(string(got.body), id) || (prefix != "/contacts/" && !strings.Contains(string(got.body), w.secret)) {
			t.Errorf("%s is not as it was: %s", path, got)
		}
	}
	if got := try(t, owner, "GET", "/words", routeOf{}); !strings.Contains(string(got.body), w.secret) {
		t.Errorf("the shop's word is not as it was: %s", got)
	}
	events, err := owner.events(context.Background(), "", w.ids["/conversations/"], 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Kind != "message" || (e.Actor.Kind == "contact" && e.Payload.Text != w.secret) || e.Actor.Kind == "agent" {
			t.Errorf("a stranger has written: %s", e.raw)
		}
	}
}

// TestEveryRoleOnEveryRoute: without a token 401, with a token of the other kind 401, below the needed role 403, with it neither.
func TestEveryRoleOnEveryRoute(t *testing.T) {
	s := startServer(t, parleyBin, "", noLimits...)
	w := newTenant(t, s, "only")
	for _, route := range described(t, s) {
		r, known := apiRoutes[route]
		if !known {
			continue
		}
		method, path := w.fill(t, route)
		nobody := try(t, caller{url: s.url}, method, path, r)
		if r.access == "public" {
			continue // refused or not, for reasons of its own
		}
		if nobody.status != http.StatusUnauthorized || isProblem(nobody, "unauthenticated", nil) != nil {
			t.Errorf("%s without a token: %s", route, nobody)
		}
		wrong := w.visit
		if r.access == "visitor" {
			wrong = w.staff["owner"]
		}
		if got := try(t, wrong, method, path, r); got.status != http.StatusUnauthorized {
			t.Errorf("%s with a token of the other kind: %s", route, got)
		}
		if got := try(t, caller{url: s.url, token: "pt_nonsense"}, method, path, r); got.status != http.StatusUnauthorized {
			t.Errorf("%s with nonsense: %s", route, got)
		}
		for _, role := range roles[:max(0, slices.Index(roles, r.access))] {
			if got := try(t, w.staff[role], method, path, r); got.status != http.StatusForbidden || isProblem(got, "forbidden", nil) != nil {
				t.Errorf("%s as %s: %s", route, role, got)
			}
		}
	}
	for _, route := range hiddenRoutes {
		method, path, _ := strings.Cut(route, " ")
		if got := try(t, caller{url: s.url}, method, path, routeOf{}); got.status != http.StatusUnauthorized {
			t.Errorf("%s without a token: %s", route, got)
		}
	}
}

// TestNeededRoleSuffices: each role may do what the table says it may.
func TestNeededRoleSuffices(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--rate-feedback", "0")...)
	for _, route := range described(t, s) {
		r, known := apiRoutes[route]
		if !known || r.access == "public" || strings.Contains(route, "DELETE") || route == "POST /auth/sign-out" || route == "PATCH /me" || strings.Contains(route, "/dead-letters/") || strings.HasSuffix(route, "/merge") || strings.HasSuffix(route, "/undo") || route == "POST /shop/model/test" || route == "POST /shop/embeddings/test" || route == "POST /help-centre/logo" || route == "POST /views/{id}/restore" {
			continue // an API token has no profile; deleting and what undoes it, dead letters and merging are in the scripts, the endpoints and pictures in their own tests
		}
		w := newTenant(t, s, fmt.Sprintf("t%d", databases.Add(1)))
		method, path := w.fill(t, route)
		c := w.visit
		if r.access != "visitor" {
			c = w.staff[r.access]
		}
		got := try(t, c, method, path, r)
		if got.status >= 500 || got.status == 401 || got.status == 403 || got.status == 404 || got.status == 422 {
			t.Errorf("%s as %s: %s", route, r.access, got)
		}
	}
}

// TestAnswersCarryTheirProtection: the headers that keep a browser from harm.
func TestAnswersCarryTheirProtection(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--demo")...)
	for path, wants := range map[string]map[string]string{
		"/console/":                           {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"},
		"/demo/":                              {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"},
		"/api/v1/visitor/widget?shop=demo":    {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"},
		"/api/v1/me":                          {"X-Content-Type-Options": "nosniff"},
		"/api/v1/visitor/attachments/at_none": {"Content-Type": "application/problem+json"},
	} {
		res, err := http.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		for name, want := range wants {
			if have := res.Header.Get(name); !strings.Contains(have, want) {
				t.Errorf("%s: %s is %q", path, name, have)
			}
		}
		if !strings.Contains(path, "visitor") && res.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s may be read by any site", path)
		}
	}
}
