// Builds dist/widget.js (the loader) and dist/w/* (hashed parts), and refuses what is too heavy for a shop's page.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const dist = path.join(root, 'dist')
const budget = { loader: 1536, first: 12 * 1024 }

const read = async (file) => JSON.parse(await readFile(path.join(root, file), 'utf8'))

/**
 * Each section of each language, as a module of its own: a table of 16 languages' chunks would weigh as much as a language, so their
 * names are a rule (`de-first-HASH.js`) with one hash for all.
 */
async function readSections() {
  const sections = []
  for (const file of (await readdir(path.join(root, 'src/locales'))).sort())
    for (const [name, words] of Object.entries(await read(`src/locales/${file}`)))
      sections.push({
        section: name,
        of: `${path.parse(file).name}-${name}`,
        code: `export default ${JSON.stringify(words)}`,
      })
  const hash = createHash('sha256').update(JSON.stringify(sections)).digest('hex').slice(0, 8)
  return { hash, sections: sections.map((s) => ({ ...s, file: `w/${s.of}-${hash}.js` })) }
}

const shared = {
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
}

await rm(path.join(dist, 'w'), { recursive: true, force: true })
await rm(path.join(dist, 'widget.js'), { force: true })
await mkdir(dist, { recursive: true })

const { hash, sections } = await readSections()
const parts = await build({
  ...shared,
  base: './',
  define: { __WORDS__: JSON.stringify(hash) },
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: 'es2022',
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    reportCompressedSize: false,
    lib: { entry: { launcher: path.join(root, 'src/launcher.ts') }, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: 'w/[name]-[hash].js',
        chunkFileNames: 'w/[name]-[hash].js',
        minify: true,
      },
    },
  },
})
await Promise.all(sections.map((s) => writeFile(path.join(dist, s.file), s.code)))
const chunks = [parts].flat()[0].output.filter((o) => o.type === 'chunk')
const launcher = chunks.find((c) => c.isEntry)

await build({
  ...shared,
  define: { __LAUNCHER__: JSON.stringify(launcher.fileName) },
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    lib: {
      entry: path.join(root, 'src/loader.ts'),
      formats: ['iife'],
      name: 'parley',
      fileName: () => 'widget.js',
    },
  },
})

const size = async (file) => gzipSync(await readFile(path.join(dist, file)), { level: 9 }).length
const byName = new Map(chunks.map((c) => [c.fileName, c]))

/** A chunk and everything it imports at once. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const next of byName.get(name)?.imports || []) closure(next, seen)
  return seen
}

const app = chunks.find((c) => c.facadeModuleId?.endsWith('/src/app.ts'))
const first = [...closure(launcher.fileName, closure(app.fileName))]
const loader = await size('widget.js')
const sizes = { 'widget.js': loader }
for (const file of [...byName.keys(), ...sections.map((s) => s.file)]) sizes[file] = await size(file)
/** What the heaviest language brings until the first message: the launcher's words and the panel's. */
const heaviest = (name) => Math.max(...sections.filter((s) => s.section === name).map((s) => sizes[s.file]))
let total = loader + heaviest('launcher') + heaviest('first')
for (const name of first) total += sizes[name]

const line = (name, bytes, note = '') => console.log(`${String(bytes).padStart(7)}  ${name} ${note}`)
for (const [name, bytes] of Object.entries(sizes))
  line(name, bytes, name === 'widget.js' || first.includes(name) ? '· first' : '· later')
line('loader, app, heaviest language', total, `of ${budget.first}`)
await writeFile(
  path.join(dist, 'sizes.json'),
  `${JSON.stringify({ sizes, loader, first: total, budget }, null, 1)}\n`,
)

if (loader > budget.loader || total > budget.first) {
  console.error(
    `Too heavy: loader ${loader} of ${budget.loader}, in all ${total} of ${budget.first} bytes gzip.`,
  )
  process.exit(1)
}
