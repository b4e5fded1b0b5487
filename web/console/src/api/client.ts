// One way to the server: JSON, cookie, CSRF header, and every failure as a Problem that says what kind it is.

/** What is wrong as a word, with its values: the screen says it in its own language (kit/problem). */
export interface Why {
  reason?: string;
  params?: Record<string, unknown>;
}

export interface FieldError extends Why {
  location: string;
  message: string;
}

export type ProblemCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "rate_limited"
  | "internal"
  | "unavailable"
  | "offline";

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors: FieldError[] = [],
    readonly retryAfter = 0,
    readonly why: Why = {},
  ) {
    super(detail || code);
  }
}

let csrf = "";
export function setCsrf(token: string) {
  csrf = token;
}

// Who wants to know that the session has ended: the page stays as it is and asks for the password on top of it.
const listeners = new Set<() => void>();
export function onSessionEnd(fn: () => void) {
  listeners.add(fn);
  return () => {
    listeners.delete(fn);
  };
}

type Query = Record<string, string | number | undefined>;

function address(path: string, query?: Query): string {
  const params = new URLSearchParams();
  for (const [k, v] of Object.entries(query ?? {})) if (v !== undefined && v !== "") params.set(k, String(v));
  const tail = params.toString();
  return `/api/v1${path}${tail ? `?${tail}` : ""}`;
}

const codes: Record<number, ProblemCode> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  422: "invalid",
  429: "rate_limited",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

async function problemOf(answer: Response): Promise<Problem> {
  const body = await answer.json().catch(() => ({}));
  return new Problem(
    answer.status,
    body.code ?? codes[answer.status] ?? "internal",
    body.detail ?? body.title ?? "",
    body.errors ?? [],
    Number(answer.headers.get("Retry-After") ?? 0),
    { reason: body.reason, params: body.params },
  );
}

export interface Options {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** A 401 here is an answer (wrong password), not the end of the session. */
  quiet?: boolean;
}

async function send(method: string, path: string, o: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (o.body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
  try {
    return await fetch(address(path, o.query), {
      method,
      headers,
      body: o.body === undefined ? undefined : JSON.stringify(o.body),
      credentials: "same-origin",
      signal: o.signal,
    });
  } catch (err) {
    if (o.signal?.aborted) throw err;
    throw new Problem(0, "offline", "");
  }
}

export async function request<T>(method: string, path: string, o: Options = {}): Promise<T> {
  return read<T>(await send(method, path, o), o);
}

async function read<T>(answer: Response, o: Options): Promise<T> {
  if (answer.ok) return answer.status === 204 || answer.status === 202 ? (undefined as T) : await answer.json();
  const problem = await problemOf(answer);
  if (problem.status === 401 && !o.quiet) for (const fn of listeners) fn();
  throw problem;
}

/** Sends a file and tells how much of it is there, from 0 to 1: fetch cannot. */
export async function upload<T>(path: string, file: File, onPart: (part: number) => void, signal: AbortSignal) {
  const answer = await new Promise<Response>((resolve, reject) => {
    const x = new XMLHttpRequest();
    x.open("POST", address(path));
    x.setRequestHeader("Accept", "application/json");
    if (csrf) x.setRequestHeader("X-CSRF-Token", csrf);
    x.upload.onprogress = (e) => e.lengthComputable && onPart(e.loaded / e.total);
    x.onload = () => {
      const wait = x.getResponseHeader("Retry-After");
      resolve(new Response(x.response, { status: x.status, headers: wait ? { "Retry-After": wait } : {} }));
    };
    x.onerror = () => reject(new Problem(0, "offline", ""));
    x.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => x.abort(), { once: true });
    const form = new FormData();
    form.append("file", file, file.name);
    x.send(form);
  });
  return read<T>(answer, {});
}

export const get = <T>(path: string, query?: Query, o: Options = {}) => request<T>("GET", path, { ...o, query });
export const post = <T>(path: string, body: unknown = {}, o: Options = {}) => request<T>("POST", path, { ...o, body });
export const put = <T>(path: string, body: unknown) => request<T>("PUT", path, { body });
export const patch = <T>(path: string, body: unknown) => request<T>("PATCH", path, { body });
export const remove = (path: string) => request<void>("DELETE", path);
