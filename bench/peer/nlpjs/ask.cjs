// Trains nlp.js with utterances and asks it: node ask.cjs IN OUT, both JSON. Answers go to a file because the library itself writes to
// the standard output.
const fs = require('fs')
const { NlpManager } = require('node-nlp')

// The best intent always counts, however unsure nlp.js is of it: "none of them" would never be right here.
const best = (result) => result.classifications.find((c) => c.intent !== 'None')?.intent ?? ''

async function main(input, output) {
  const { languages, train, ask } = JSON.parse(fs.readFileSync(input, 'utf8'))
  const manager = new NlpManager({ languages, threshold: 0, forceNER: false, autoSave: false, autoLoad: false, nlu: { log: false, useNoneFeature: false } })
  for (const u of train) manager.addDocument(u.language, u.text, u.intent)
  const began = performance.now()
  await manager.train()
  const trainMS = performance.now() - began
  const answers = []
  for (const q of ask) {
    const sent = performance.now()
    const result = await manager.process(q.language, q.text)
    answers.push({ article: best(result), ms: performance.now() - sent })
  }
  fs.writeFileSync(output, JSON.stringify({ train_ms: trainMS, answers }))
}

main(...process.argv.slice(2)).catch((e) => {
  console.error(e)
  process.exit(1)
})
