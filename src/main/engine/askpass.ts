import {
  createWriteStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ask, Question } from '../core/ports'

/** Where ssh finds the program that asks, and how to take it away again. */
export interface Askpass {
  /** What to add to the environment of ssh. */
  readonly env: Readonly<Record<string, string>>
  /** Removes it; questions that are open are answered with nothing, which ssh takes as a no. */
  close(): void
}

/**
 * The program that ssh starts to ask something: it leaves the question as a file and waits for the answer at a named
 * pipe, so the answer is never on a disk, in an argument or in an environment.
 */
const program = `#!/bin/sh
umask 077
cd "\${0%/*}" || exit 1
mkfifo "answer.$$" || exit 1
printf '%s\\n' "$1" > "part.$$" && mv "part.$$" "ask.$$"
IFS= read -r answer < "answer.$$" || { rm -f "answer.$$"; exit 1; }
rm -f "answer.$$"
printf '%s\\n' "$answer"
`

/** What ssh asks, told apart by its words (OpenSSH 8.4 to 10, which are never translated). */
export function questionOf(text: string): Question {
  const fingerprint = /\b(SHA256:[A-Za-z0-9+/]+=*)/.exec(text)?.[1]
  const kind = /\(yes\/no/.test(text) ? 'host-key' : /passphrase/i.test(text) ? 'passphrase' : 'password'
  return { kind, text: text.trim().slice(0, 2000), ...(fingerprint === undefined ? {} : { fingerprint }) }
}

/** Puts the program into a folder that only this user can read, and hands what it asks to `ask`. */
export function openAskpass(ask: Ask): Askpass {
  const folder = mkdtempSync(join(tmpdir(), 'skep-ask-'))
  const file = join(folder, 'ask')
  writeFileSync(file, program, { mode: 0o700 })
  const ended = new AbortController()
  const taken = new Set<string>()

  const answer = async (name: string): Promise<void> => {
    const question = questionOf(readFileSync(join(folder, name), 'utf8'))
    rmSync(join(folder, name), { force: true })
    const said = await ask(question, ended.signal).catch(() => undefined)
    if (ended.signal.aborted) return
    const pipe = createWriteStream(join(folder, name.replace('ask', 'answer')))
    // The program may be gone by now: then nobody reads, and nothing is lost.
    pipe.on('error', () => undefined)
    if (said === undefined) pipe.end()
    else pipe.end(`${said}\n`)
  }
  const look = (): void => {
    if (ended.signal.aborted) return
    for (const name of readdirSync(folder)) {
      if (!name.startsWith('ask.') || taken.has(name)) continue
      taken.add(name)
      void answer(name).catch(() => undefined)
    }
  }
  const watcher = watch(folder, look)
  watcher.on('error', () => undefined)
  return {
    env: { SSH_ASKPASS: file, SSH_ASKPASS_REQUIRE: 'force' },
    close() {
      if (ended.signal.aborted) return
      ended.abort()
      watcher.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
