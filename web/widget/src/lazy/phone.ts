// What a full screen needs: the keyboard of a phone covers the page without telling CSS, and Tab has to stay inside.
import { set } from '../dom'

/** Returns a function to call whenever the panel opens or closes. */
export function phone(el: HTMLElement, root: ShadowRoot, full: MediaQueryList): () => void {
  const view = window.visualViewport
  const resize = () => {
    const is = full.matches && !el.hidden
    set(el, 'aria-modal', is ? 'true' : null)
    el.style.height = is && view ? `${view.height}px` : ''
    el.style.top = is && view ? `${view.offsetTop}px` : ''
  }
  const keys = (e: KeyboardEvent) => {
    if (e.key !== 'Tab' || !full.matches) return
    const all = [...el.querySelectorAll<HTMLElement>('button, textarea, a, input, [tabindex="0"]')].filter(
      (x) => x.offsetParent && !(x as HTMLInputElement).disabled,
    )
    const [first, last] = e.shiftKey ? [all.at(-1), all[0]] : [all[0], all.at(-1)]
    const at = root.activeElement
    if (at === last || (at === el && e.shiftKey)) {
      e.preventDefault()
      first?.focus()
    }
  }
  view?.addEventListener('resize', resize)
  view?.addEventListener('scroll', resize)
  full.addEventListener('change', resize)
  el.addEventListener('keydown', keys)
  return resize
}
