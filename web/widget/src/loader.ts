// The only file a shop's page loads by itself. It queues calls, asks for the launcher's settings and fetches the
// launcher. It has no dependency and stays below 1.5 KB gzip.
import type { Boot, Config, Options } from './types'

declare const __LAUNCHER__: string

type Parley = { (...call: unknown[]): void; q?: ArrayLike<unknown>[]; on?: true }

// A module has no currentScript.
const script = (document.currentScript ||
  document.querySelector('script[data-shop]')) as HTMLScriptElement | null
const page = window as unknown as { Parley?: Parley }
const before = page.Parley

if (script && !before?.on) {
  const queue: unknown[][] = Array.from(before?.q || [], (call) => Array.from(call))
  let deliver: (call: unknown[]) => void = (call) => queue.push(call)
  const parley: Parley = (...call) => deliver(call)
  parley.on = true
  page.Parley = parley

  const data = script.dataset
  const base = new URL('.', script.src).href
  const shop = data.shop || ''
  const options = queue.find((call) => call[0] === 'boot')?.[1] as Options | undefined
  const locale = options?.locale || data.locale || document.documentElement.lang || navigator.language

  const config: Promise<Config | null> = fetch(
    `${base}api/v1/visitor/widget?shop=${encodeURIComponent(shop)}&locale=${encodeURIComponent(locale)}`,
    { credentials: 'omit' },
  ).then(
    (answer) => (answer.ok ? answer.json() : answer.status === 404 ? null : { name: shop }),
    () => ({ name: shop }),
  )
  const boot: Boot = {
    base,
    shop,
    accent: data.accent,
    position: data.position,
    locale,
    country: options?.country || data.country,
    queue,
    config,
  }
  import(/* @vite-ignore */ base + __LAUNCHER__).then(
    async (launcher: typeof import('./launcher')) => {
      deliver = await launcher.launch(boot)
      for (const call of queue.splice(0)) deliver(call)
    },
    (error) => console.warn('Parley could not start', error),
  )
}
