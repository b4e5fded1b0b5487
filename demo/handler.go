package demo

import "net/http"

// Config is what the storefront needs from the Parley that mounts it.
type Config struct {
	// Shop is the slug the widget asks for; "demo" when empty.
	Shop string
	// Console is where staff sign in; "/" when empty.
	Console string
	// StaffEmail and StaffPassword are shown on the landing page, so fill them only for a demo.
	StaffEmail, StaffPassword string
	// IdentityToken signs who the visitor is, as the shop's own backend would.
	// Without it the "shop as" switch is not offered.
	IdentityToken func(customerID, email, name string) (string, error)
}

// Handler serves the storefront; mount it at "/demo/".
func Handler(cfg Config) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /demo/", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("Halvora")) })
	return mux
}
