import * as v from 'valibot'
import { call, none } from './schema'

/** A name for a file, without a folder; where it goes is for the person to say. */
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,120}$/))

export const fileCalls = {
  /** Asks the person for a place and writes the text there; null when they say no. */
  'files.save': call<{ readonly file: string } | null>()(
    v.strictObject({ name: fileName, text: v.pipe(v.string(), v.maxLength(256 * 1024 * 1024)) })
  ),
  /** Asks the person for a place and copies an export there, by its name; null when they say no. */
  'files.saveAs': call<{ readonly file: string } | null>()(v.strictObject({ name: fileName })),
  /** Shows an export in the system's file manager, by its name. */
  'files.show': call<null>()(v.strictObject({ name: fileName })),
  /** Opens Skep's own data folder in the system's file manager. */
  'files.openData': call<null>()(none)
} as const
