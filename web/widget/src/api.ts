// Talks HTTP to Parley. Knows nothing of conversations; tells apart "no network", "try later" and "no".

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly retryAfter = 0,
  ) {
    super(detail)
  }

  /** The same request will never succeed. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && ![401, 408, 425, 429].includes(this.status)
  }

  /** The token is void, or what was asked for is not hers. */
  get refused(): boolean {
    return [401, 403, 404].includes(this.status)
  }
}

export interface Api {
  base: string
  token: string
  call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T>
}

const patience = 20_000

export function api(base: string): Api {
  const self: Api = {
    base: `${base}api/v1/visitor`,
    token: '',
    async call(method, path, body, signal) {
      const headers: Record<string, string> = {}
      if (self.token) headers.Authorization = `Bearer ${self.token}`
      const form = body instanceof FormData
      if (body && !form) headers['Content-Type'] = 'application/json'
      const stop = new AbortController()
      const timer = setTimeout(() => stop.abort(), form ? 6 * patience : patience)
      signal?.addEventListener('abort', () => stop.abort())
      try {
        const answer = await fetch(self.base + path, {
          method,
          headers,
          body: form ? body : body ? JSON.stringify(body) : undefined,
          signal: stop.signal,
          credentials: 'omit',
          cache: 'no-store',
          keepalive: method === 'DELETE',
        })
        if (!answer.ok) throw await problem(answer)
        return answer.status === 204 ? undefined : await answer.json()
      } finally {
        clearTimeout(timer)
      }
    },
  }
  return self
}

export async function problem(answer: Response): Promise<Problem> {
  const body = await answer.json().catch(() => ({}))
  return new Problem(answer.status, body.detail || '', Number(answer.headers.get('Retry-After')) || 0)
}
