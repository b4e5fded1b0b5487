// One tab holds the stream and tells the others what comes.

export interface Lead {
  /** Asks the leading tab whether it is alive; takes over when it is not. */
  check(): void
  tell(message: unknown): void
  leads(): boolean
  stop(): void
}

/**
 * Elects one tab. `lead` runs while this tab is the leader and must stop when its signal aborts; `hear` gets what
 * the leader tells.
 */
export function elect(
  name: string,
  lead: (signal: AbortSignal) => Promise<void>,
  hear: (message: unknown) => void,
): Lead {
  const channel = 'BroadcastChannel' in self ? new BroadcastChannel(name) : null
  const locks = channel ? navigator.locks : undefined
  const queue = new AbortController()
  let term = new AbortController()
  let leading = false
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const reign = async () => {
    term = new AbortController()
    leading = true
    try {
      if (!over) await lead(term.signal)
    } finally {
      leading = false
    }
  }
  const stand = (steal: boolean) => {
    if (!locks) return void reign()
    locks.request(name, steal ? { steal } : { signal: queue.signal }, reign).catch(() => {
      // Another tab took over while this one slept.
      term.abort()
      if (!over) stand(false)
    })
  }
  if (channel)
    channel.onmessage = ({ data }) => {
      if (data === 'who') leading && channel.postMessage('here')
      else if (data === 'here') clearTimeout(timer)
      else hear(data)
    }
  stand(false)
  return {
    check() {
      if (leading || !locks || !channel) return
      clearTimeout(timer)
      timer = setTimeout(() => stand(true), 2000)
      channel.postMessage('who')
    },
    tell: (message) => channel?.postMessage(message),
    leads: () => leading,
    stop() {
      over = true
      clearTimeout(timer)
      queue.abort()
      term.abort()
      channel?.close()
    },
  }
}
