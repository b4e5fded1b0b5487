// What the device remembers, one key per thing so that tabs never overwrite each other's writes. Falls back to
// plain memory where storage is forbidden.

export interface Memory {
  get(key: string): string | null
  set(key: string, value: string): void
  drop(key: string): void
  /** Names (without the prefix) that begin with `start`, sorted. */
  keys(start: string): string[]
  /** Tells what another tab changed; null when everything was forgotten. */
  watch(changed: (key: string | null) => void): () => void
}

export function memory(shop: string, disk: Storage | null = local()): Memory {
  const prefix = `parley:${shop}:`
  const ram = new Map<string, string>()
  return {
    get: (key) => ram.get(key) ?? disk?.getItem(prefix + key) ?? null,
    set(key, value) {
      ram.delete(key)
      try {
        if (disk) return disk.setItem(prefix + key, value)
      } catch {
        // The disk is full.
      }
      ram.set(key, value)
    },
    drop(key) {
      ram.delete(key)
      disk?.removeItem(prefix + key)
    },
    keys(start) {
      const kept = Object.keys(disk || {}).filter((k) => k.startsWith(prefix))
      const all = new Set([...ram.keys(), ...kept.map((k) => k.slice(prefix.length))])
      return [...all].filter((k) => k.startsWith(start)).sort()
    },
    watch(changed) {
      const hear = (e: StorageEvent) => {
        if (!e.key) changed(null)
        else if (e.key.startsWith(prefix)) changed(e.key.slice(prefix.length))
      }
      addEventListener('storage', hear)
      return () => removeEventListener('storage', hear)
    },
  }
}

function local(): Storage | null {
  try {
    localStorage.setItem('parley', '1')
    localStorage.removeItem('parley')
    return localStorage
  } catch {
    return null
  }
}
