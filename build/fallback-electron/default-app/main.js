// What Electron's own default app does for `electron [-r module] <folder or file>`, and nothing more.
import { app } from 'electron'
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
const words = process.argv.slice(1)
let target
for (let place = 0; place < words.length; place += 1) {
  const word = words[place]
  if (word === '-r' || word === '--require') require(path.resolve(words[(place += 1)]))
  else if (!word.startsWith('-')) {
    target = path.resolve(word)
    break
  }
}
if (target === undefined) throw new Error('Give the folder of an app.')
let entry = target
if (statSync(target).isDirectory()) {
  const settings = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'))
  entry = path.join(target, settings.main ?? 'index.js')
  if (settings.productName ?? settings.name) app.setName(settings.productName ?? settings.name)
  if (settings.version) app.setVersion(settings.version)
  app.setAppPath(target)
}
await import(pathToFileURL(entry).href)
