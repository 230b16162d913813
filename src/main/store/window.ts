import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import type { WindowPlace } from '../../domain/window-place'

const whole = v.pipe(v.number(), v.finite())
const schema = v.object({
  bounds: v.object({ x: whole, y: whole, width: whole, height: whole }),
  maximised: v.boolean(),
  fullScreen: v.boolean()
})

export interface WindowStore {
  /** Undefined the first time, and where the file cannot be read: the window then opens as at first. */
  get(): WindowPlace | undefined
  /** Replaces the file whole; one that cannot be written costs nothing but the place. */
  set(place: WindowPlace): void
}

/** Where the window was, in a file of its own: the settings keep earlier copies at every write, and this is no setting. */
export function openWindowStore(file: string): WindowStore {
  return {
    get() {
      try {
        return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')))
      } catch {
        return undefined
      }
    },
    set(place) {
      try {
        writeFileSync(`${file}.new`, JSON.stringify(place), { mode: 0o600 })
        renameSync(`${file}.new`, file)
      } catch {
        // The next change is written again.
      }
    }
  }
}
