import { defineConfig } from 'vitest/config'

// Node 20 lacks Map.groupBy, which the runner wants when it prints a failure.
const map = Map as unknown as { groupBy?: unknown }
map.groupBy ??= (items: Iterable<unknown>, by: (item: unknown) => unknown) => {
  const groups = new Map<unknown, unknown[]>()
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) || []), item])
  return groups
}

export default defineConfig({ test: { include: ['test/**/*.test.ts'], environment: 'node' } })
