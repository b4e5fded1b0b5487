package api

import (
	"context"
	"crypto/subtle"
	"net/http"

	"parley/internal/fault"
	"parley/internal/shop"
	"parley/internal/staff"
	"parley/internal/store"
)

// Sign-in, the first-run set-up, and one's own profile.

func (a *API) authRoutes() {
	t := "sign-in"
	handle(a, route{"GET", "/setup", "Is this a new server", public, 0, 0, t}, a.setupNeeded)
	handle(a, route{"POST", "/setup", "Make the first shop and its owner", public, 201, 0, t}, a.setup)
	handle(a, route{"POST", "/auth/sign-in", "Sign in", public, 0, 0, t}, a.signIn)
	handle(a, route{"POST", "/auth/sign-out", "Sign out", viewer, 204, 0, t}, a.signOut)
	handle(a, route{"GET", "/me", "Who I am", viewer, 0, 0, t}, a.me)
	handle(a, route{"PATCH", "/me", "Change my profile", viewer, 0, 0, t}, a.changeMe)
}

type meAnswer struct {
	Staff staff.Member `json:"staff"`
	Shop  shop.Shop    `json:"shop"`
	CSRF  string       `json:"csrf"`
}

type setupAnswer struct {
	Needed bool `json:"needed"`
}

func (a *API) setupNeeded(ctx context.Context, _ *struct{}) (*out[setupAnswer], error) {
	none, err := a.Staff.None(ctx)
	if err != nil {
		return nil, err
	}
	return ok(setupAnswer{none})
}

type setupBody struct {
	Code string `json:"code" maxLength:"100"`
	Shop struct {
		Name    string `json:"name"`
		Slug    string `json:"slug"`
		Locale  string `json:"locale,omitempty"`
		Country string `json:"country,omitempty"`
	} `json:"shop"`
	Owner struct {
		Name     string `json:"name"`
		Email    string `json:"email"`
		Password string `json:"password"`
		Locale   string `json:"locale,omitempty" enum:"en,zh"`
	} `json:"owner"`
}

func (a *API) setup(ctx context.Context, in *struct {
	SecureRequest
	Body setupBody
}) (*out[meAnswer], error) {
	none, err := a.Staff.None(ctx)
	if err != nil {
		return nil, err
	}
	if !none {
		return nil, fault.New(fault.Conflict, "This server is already set up; sign in").Because(fault.AlreadySetUp, nil)
	}
	if subtle.ConstantTimeCompare([]byte(in.Body.Code), []byte(a.SetupCode)) != 1 {
		return nil, fault.Wrong(fault.Field{Location: "body.code", Message: "is not the code that the server printed at its start", Reason: fault.WrongCode})
	}
	var member staff.Member
	err = a.DB.Tx(ctx, func(tx *store.Tx) error {
		s, err := a.Shops.CreateIn(ctx, tx, shop.Shop{Name: in.Body.Shop.Name, Slug: in.Body.Shop.Slug, Locale: in.Body.Shop.Locale, Country: in.Body.Shop.Country})
		if err != nil {
			return err
		}
		member, err = a.Staff.AddIn(ctx, tx, s.ID, staff.Draft{Name: in.Body.Owner.Name, Email: in.Body.Owner.Email, Password: in.Body.Owner.Password, Locale: in.Body.Owner.Locale, Role: staff.Owner}, "body.owner.")
		return err
	})
	if err != nil {
		return nil, err
	}
	s, err := a.Staff.Enter(ctx, member.ID)
	if err != nil {
		return nil, err
	}
	return a.entered(ctx, s, http.StatusCreated, in.SecureRequest)
}

// SecureRequest tells whether the browser came over TLS; then the cookie may only go over TLS.
type SecureRequest struct {
	Proto string `header:"X-Forwarded-Proto"`
}

func (a *API) signIn(ctx context.Context, in *struct {
	SecureRequest
	Body struct {
		Email    string `json:"email" maxLength:"300"`
		Password string `json:"password" maxLength:"300"`
		Shop     string `json:"shop,omitempty" maxLength:"60"`
	}
}) (*out[meAnswer], error) {
	shopID := ""
	if in.Body.Shop != "" {
		s, err := a.Shops.BySlug(ctx, in.Body.Shop)
		if err == nil {
			shopID = s.ID
		} else {
			shopID = "none" // wrong in the same words as a wrong password
		}
	}
	s, err := a.Staff.SignIn(ctx, in.Body.Email, in.Body.Password, shopID)
	if err != nil {
		return nil, err
	}
	a.audit(ctx, s.Member.Shop, staff.Person{ID: s.Member.ID, Name: s.Member.Name}, "staff.sign_in", s.Member.Email, "")
	return a.entered(ctx, s, http.StatusOK, in.SecureRequest)
}

func (a *API) entered(ctx context.Context, s staff.Session, code int, secure SecureRequest) (*out[meAnswer], error) {
	found, err := a.Shops.ByID(ctx, s.Member.Shop)
	if err != nil {
		return nil, err
	}
	cookie := http.Cookie{Name: cookieName, Value: s.Cookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 14 * 24 * 3600, Secure: secure.Proto == "https"}
	return &out[meAnswer]{Status: code, Cookie: []http.Cookie{cookie}, Body: meAnswer{Staff: s.Member, Shop: found, CSRF: s.CSRF}}, nil
}

func (a *API) signOut(ctx context.Context, _ *struct{}) (*struct {
	Cookie []http.Cookie `header:"Set-Cookie"`
}, error) {
	if cookie := who(ctx).session.Cookie; cookie != "" {
		if err := a.Staff.SignOut(ctx, cookie); err != nil {
			return nil, err
		}
	}
	return &struct {
		Cookie []http.Cookie `header:"Set-Cookie"`
	}{[]http.Cookie{{Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true}}}, nil
}

func (a *API) me(ctx context.Context, _ *struct{}) (*out[meAnswer], error) {
	c := who(ctx)
	s, err := a.Shops.ByID(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	m := c.session.Member
	if m.ID == "" {
		m = staff.Member{ID: c.id, Name: c.name, Role: c.role}
	}
	return ok(meAnswer{Staff: m, Shop: s, CSRF: c.session.CSRF})
}

func (a *API) changeMe(ctx context.Context, in *struct {
	Body struct {
		Name     *string `json:"name,omitempty" maxLength:"200"`
		Locale   *string `json:"locale,omitempty" enum:"en,zh"`
		Away     *bool   `json:"away,omitempty"`
		Password *struct {
			Old string `json:"old" maxLength:"300"`
			New string `json:"new" maxLength:"300"`
		} `json:"password,omitempty"`
	}
}) (*out[meAnswer], error) {
	c := who(ctx)
	if c.session.Member.ID == "" {
		return nil, fault.New(fault.Forbidden, "An API token has no profile").Because(fault.NoProfile, nil)
	}
	change := staff.Change{Name: in.Body.Name, Locale: in.Body.Locale, Away: in.Body.Away}
	if p := in.Body.Password; p != nil {
		fits, err := a.Staff.CheckPassword(ctx, c.id, p.Old)
		if err != nil {
			return nil, err
		}
		if !fits {
			return nil, fault.Wrong(fault.Field{Location: "body.password.old", Message: "is not your password", Reason: fault.WrongPassword})
		}
		change.Password = &p.New
	}
	m, err := a.Staff.Update(ctx, c.shop, c.id, change)
	if err != nil {
		return nil, err
	}
	s, err := a.Shops.ByID(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	answer := &out[meAnswer]{Status: http.StatusOK, Body: meAnswer{Staff: m, Shop: s, CSRF: c.session.CSRF}}
	if change.Password != nil { // all sessions have ended; this browser gets a new one
		fresh, err := a.Staff.Enter(ctx, c.id)
		if err != nil {
			return nil, err
		}
		return a.entered(ctx, fresh, http.StatusOK, SecureRequest{})
	}
	if in.Body.Away != nil {
		a.Presence.Show(ctx, c.shop)
	}
	return answer, nil
}

// audit writes the trail; a failure is loud in the log but does not undo what was done.
func (a *API) audit(ctx context.Context, shopID string, by staff.Person, action, target, detail string) {
	if err := a.Staff.Audit(ctx, shopID, by, action, target, detail); err != nil {
		a.Logger.Error("The audit trail could not be written", "action", action, "target", target, "error", err)
	}
}
