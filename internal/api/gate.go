package api

import (
	"context"
	"crypto/subtle"
	"net/http"
	"strings"

	"parley/internal/conversation"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/staff"
)

// access is who may call a route. Every route names it; there is no default.
type access string

const (
	public  access = "public"  // anybody; the list is in TestPublicRoutes
	visitor access = "visitor" // a customer with a session
	viewer  access = access(staff.Viewer)
	agent   access = access(staff.Agent)
	oper    access = access(staff.Operator)
	admin   access = access(staff.Admin)
)

// caller is who sent a request, after the gate.
type caller struct {
	shop     string
	token    string               // a customer's session token
	customer conversation.Session // when it is a customer
	id, name string               // of a member of staff or an API token
	role     staff.Role
	session  staff.Session // when it is a browser of staff
}

// actor is the caller in the log.
func (c caller) actor() flow.Actor {
	return flow.Actor{Kind: flow.Agent, ID: c.id, Name: c.name}
}

func (c caller) person() staff.Person { return staff.Person{ID: c.id, Name: c.name} }

type callerKey struct{}

func who(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// cookieName holds a staff session.
const cookieName = "parley_session"

// admit finds out who sent a request and whether it may pass.
func (a *API) admit(r *http.Request, need access) (caller, error) {
	switch need {
	case public:
		return caller{}, nil
	case visitor:
		token := bearer(r)
		if token == "" {
			token = r.URL.Query().Get("token") // for pictures, which a page cannot load with a header
		}
		s, err := a.Conversations.Session(r.Context(), token)
		return caller{shop: s.Shop, token: token, customer: s}, err
	}
	c, err := a.staffCaller(r)
	if err == nil && !c.role.May(staff.Role(need)) {
		err = fault.New(fault.Forbidden, "This needs the role %s; yours is %s", need, c.role).Because(fault.RoleNeeded, fault.Values{"needed": need, "yours": c.role})
	}
	return c, err
}

func bearer(r *http.Request) string {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return strings.TrimSpace(token)
}

func (a *API) staffCaller(r *http.Request) (caller, error) {
	if token := bearer(r); token != "" {
		t, err := a.Staff.Token(r.Context(), token)
		return caller{shop: t.Shop, id: t.ID, name: t.Name, role: t.Role}, err
	}
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return caller{}, fault.New(fault.Unauthenticated, "Sign in first")
	}
	s, err := a.Staff.Session(r.Context(), cookie.Value)
	if err != nil {
		return caller{}, err
	}
	if unsafe(r.Method) && subtle.ConstantTimeCompare([]byte(r.Header.Get("X-CSRF-Token")), []byte(s.CSRF)) != 1 {
		return caller{}, fault.New(fault.Forbidden, "The header X-CSRF-Token is missing or old; reload the page").Because(fault.Reload, nil)
	}
	return caller{shop: s.Member.Shop, id: s.Member.ID, name: s.Member.Name, role: s.Member.Role, session: s}, nil
}

func unsafe(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}
