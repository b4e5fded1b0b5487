// Files for the next message: uploaded at once, sent with the text.
import { h, icon, icons, set } from '../dom'
import type { Model } from '../model'
import type { Attachment } from '../types'
import type { Tray } from '../view/composer'
import type { Words } from '../words'
import css from './attach.css?inline'
import { sheet } from './sheet'

const most = 10 * 1024 * 1024
const pending = new WeakMap<Tray, number>()

export function attach(files: File[], tray: Tray, m: Model, w: Words) {
  sheet(tray.el.getRootNode() as ShadowRoot, css)
  for (const file of files) add(file, tray, m, w)
}

function add(file: File, tray: Tray, m: Model, w: Words) {
  const name = file.name || 'image'
  const text = h('bdi', null, name)
  const note = h('span', { role: 'status' })
  let sent: Attachment | undefined
  const remove = h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': w.t('remove', { name }),
      'data-testid': 'file-remove',
      onclick() {
        chip.remove()
        tray.files = tray.files.filter((f) => f !== sent)
        tray.changed()
      },
    },
    icon(icons.close),
  )
  const again = h('button', { type: 'button', class: 'again', hidden: true, onclick: upload }, w.t('retry'))
  const picture = file.type.startsWith('image/')
  const chip = h(
    'div',
    { class: 'chip', 'data-testid': 'file-chip' },
    icon(picture ? 'M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 4M15.5 9h.01' : 'M7 3.5h7l4 4v13H7zM13.5 4v4H18'),
    h('div', null, text, note),
    again,
    remove,
  )
  tray.el.append(chip)
  const fail = (words: string, repeat?: boolean) => {
    note.textContent = words
    set(chip, 'data-state', 'failed')
    set(again, 'hidden', !repeat)
  }
  if (!picture && file.type !== 'application/pdf') fail(w.t('badType', { name }))
  else if (file.size > most) fail(w.t('tooBig', { name }))
  else upload()
  tray.changed()

  async function upload() {
    work(tray, 1)
    set(again, 'hidden', true)
    set(chip, 'data-state', 'busy')
    note.textContent = w.t('uploading', { name: '' }).trim()
    try {
      const conv = await m.need()
      const form = new FormData()
      form.append('file', file, name)
      sent = await m.api.call<Attachment>('POST', `/conversations/${conv}/attachments`, form)
      note.textContent = ''
      set(chip, 'data-state', 'ready')
      if (chip.isConnected) tray.files = [...tray.files, sent]
    } catch {
      fail(w.t('notUploaded', { name: '' }).trim(), true)
    }
    work(tray, -1)
  }
}

function work(tray: Tray, more: number) {
  const left = (pending.get(tray) || 0) + more
  pending.set(tray, left)
  tray.busy = left > 0
  tray.changed()
}
