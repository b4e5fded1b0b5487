// Who she is to the server: one token per shop on this device, made only when it is needed.
import { type Api, Problem } from './api'
import { alone } from './locks'
import type { Memory } from './memory'
import type { Conversation, Options } from './types'

export interface Session {
  /** Reads the token other tabs may have made. False when there is none. */
  load(): boolean
  /** Makes sure there is a token for who boots the page; tells her open conversation when the session is new. */
  ensure(): Promise<Conversation | undefined>
  update(): Promise<void>
  /** Whether somebody else than the session's owner is signed in on the page now. */
  other(): boolean
  /** The token turned out to be void. */
  drop(): void
  /** Ends the session on the server too; works while the page is being left. */
  end(): void
}

interface Stored {
  token: string
  sub?: string
}

interface Answer {
  token: string
  conversation?: Conversation | null
}

export function session(o: { api: Api; memory: Memory; shop: string; options(): Options }): Session {
  const { api, memory } = o
  let refused = ''

  const stored = (): Stored | null => JSON.parse(memory.get('s') || 'null')
  const body = () => {
    const { locale, country, page } = o.options()
    return { locale, country, page }
  }
  const self: Session = {
    load() {
      api.token = stored()?.token || ''
      return !!api.token
    },
    ensure: () =>
      alone(`parley:${o.shop}:session`, async () => {
        let jwt = o.options().identity_token
        if (jwt === refused) jwt = null
        const sub = subject(jwt)
        if (self.load() && (!sub || stored()?.sub === sub)) return
        const ask = (identity_token?: string | null) =>
          api.call<Answer>('POST', '/sessions', { shop: o.shop, ...body(), identity_token })
        let answer: Answer
        try {
          answer = await ask(jwt)
        } catch (error) {
          if (!jwt || !(error instanceof Problem && error.status < 429)) throw error
          // A signature that does not hold makes her a guest, it does not shut her out.
          console.warn('Parley: the identity token was refused', error.detail)
          refused = jwt
          jwt = null
          answer = await ask()
        }
        memory.set('s', JSON.stringify({ token: answer.token, sub: jwt ? sub : undefined }))
        self.load()
        return answer.conversation || undefined
      }),
    async update() {
      if (self.load()) await api.call('PATCH', '/sessions', body())
    },
    other() {
      const [was, is] = [stored()?.sub, subject(o.options().identity_token)]
      return !!was && !!is && was !== is
    },
    drop() {
      memory.drop('s')
      api.token = ''
    },
    end() {
      if (self.load()) api.call('DELETE', '/sessions').catch(() => {})
      self.drop()
    },
  }
  return self
}

/**
 * The `sub` a token claims, as its raw bytes: only to notice that another person signed in. The server checks the
 * signature.
 */
export function subject(jwt: string | null | undefined): string | undefined {
  try {
    const part = jwt?.split('.')[1] || ''
    return JSON.parse(atob(part.replace(/-/g, '+').replace(/_/g, '/'))).sub
  } catch {
    return undefined
  }
}
