import { looksSecret } from './mask'

/** A word as a POSIX shell reads it back unchanged. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** `name=value` for a flag; a secret-looking value stands as a variable of the person's own shell. */
export function assigned(name: string, value: string): string {
  return looksSecret(name, value) ? `${quoted(name)}=${variable(name)}` : quoted(`${name}=${value}`)
}

/** A variable of the person's shell, named after what it stands for. */
export const variable = (name: string): string => `"$${name.replace(/\W/g, '_').replace(/^\d/, '_$&')}"`
