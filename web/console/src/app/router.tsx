import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "@/api/auth";
import { Problem } from "@/api/client";
import { setupNeeded } from "@/api/setup";
import { Failed } from "@/kit/failed";
import { InboxPage, inboxSearch } from "./pages/inbox";
import { SignInPage } from "./pages/sign-in";
import { queryClient } from "./query";
import { Shell } from "./shell";

const root = createRootRoute({
  component: Outlet,
  errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
});

const text = (v: unknown) => (typeof v === "string" && v !== "" ? v : undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (s: Record<string, unknown>): { to?: string } => ({ to: text(s.to) }),
  component: SignInPage,
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  // The router reads digits in the address as a number; a set-up code is text.
  validateSearch: (s: Record<string, unknown>): { code?: string } => ({
    code: s.code === undefined ? undefined : String(s.code),
  }),
  beforeLoad: async () => {
    if (!(await setupNeeded())) throw redirect({ to: "/sign-in" });
  },
  component: lazyRouteComponent(() => import("./pages/setup"), "SetupPage"),
});

// Everything below needs somebody who is signed in.
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (err) {
      if (!(err instanceof Problem) || err.status !== 401) throw err;
      if (await setupNeeded().catch(() => false)) throw redirect({ to: "/setup", search: {} });
      throw redirect({ to: "/sign-in", search: { to: location.href } });
    }
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox" });
  },
});

const inbox = createRoute({
  getParentRoute: () => inside,
  path: "/inbox",
  validateSearch: inboxSearch,
  component: InboxPage,
});
const conversation = createRoute({ getParentRoute: () => inbox, path: "$id" });

const start = createRoute({
  getParentRoute: () => inside,
  path: "/start",
  component: lazyRouteComponent(() => import("./pages/setup"), "StartPage"),
});

const contacts = createRoute({
  getParentRoute: () => inside,
  path: "/contacts",
  validateSearch: (s: Record<string, unknown>): { q?: string } => ({ q: text(s.q) }),
  component: lazyRouteComponent(() => import("./pages/contacts"), "ContactsPage"),
});
const contact = createRoute({ getParentRoute: () => contacts, path: "$id" });

const knowledge = createRoute({
  getParentRoute: () => inside,
  path: "/knowledge",
  validateSearch: (s: Record<string, unknown>): { q?: string; lang?: string; state?: string } => ({
    q: text(s.q),
    lang: text(s.lang),
    state: text(s.state),
  }),
  component: lazyRouteComponent(() => import("./pages/knowledge"), "KnowledgePage"),
});
const words = createRoute({
  getParentRoute: () => inside,
  path: "/knowledge/words",
  validateSearch: (s: Record<string, unknown>): { show?: "meant" | "hidden"; q?: string } => ({
    show: s.show === "meant" || s.show === "hidden" ? s.show : undefined,
    q: text(s.q),
  }),
  component: lazyRouteComponent(() => import("./pages/words"), "WordsPage"),
});
const article = createRoute({
  getParentRoute: () => inside,
  path: "/knowledge/$id",
  component: lazyRouteComponent(() => import("./pages/knowledge"), "ArticlePage"),
});

const promises = createRoute({
  getParentRoute: () => inside,
  path: "/promises",
  validateSearch: (s: Record<string, unknown>): { show?: "kept" | "withdrawn" } => ({
    show: s.show === "kept" || s.show === "withdrawn" ? s.show : undefined,
  }),
  component: lazyRouteComponent(() => import("./pages/promises"), "PromisesPage"),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  beforeLoad: ({ location }) => {
    if (/\/settings\/?$/.test(location.pathname))
      throw redirect({ to: "/settings/$section", params: { section: "shop" } });
  },
});
const section = createRoute({
  getParentRoute: () => settings,
  path: "$section",
  component: lazyRouteComponent(() => import("./pages/settings"), "SettingsPage"),
});

export const router = createRouter({
  basepath: "/console",
  routeTree: root.addChildren([
    signIn,
    setup,
    inside.addChildren([
      home,
      inbox.addChildren([conversation]),
      start,
      contacts.addChildren([contact]),
      promises,
      knowledge,
      words,
      article,
      settings.addChildren([section]),
    ]),
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
  defaultNotFoundComponent: () => <Failed error={new Problem(404, "not_found", "")} />,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
