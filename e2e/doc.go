// Package e2e sees Parley as its users do: it starts the real program and talks to it over HTTP, in scripts (script/*.txtar), in a
// property test that kills the program again and again, and in a real browser (browser/*.test.mjs). Nothing here imports a room.
//
// It needs PARLEY_TEST_POSTGRES (scripts/with-services sets it), and for the browser `npm ci` in this folder. PARLEY_TEST_BINARY names
// a program to test instead of a freshly built one, PARLEY_TEST_SEED repeats a run of the property test, PARLEY_TEST_SOAK is how long
// the long one takes
// (5m), PARLEY_TEST_ONLY chooses browser tests by name.
package e2e
