// One tab at a time: Web Locks where the browser has them. Without (plain http, old browsers) each tab works for
// itself; the server's idempotent sends keep that right.

export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks
  return locks ? ((await locks.request(name, work)) as T) : work()
}
