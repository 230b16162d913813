import { parse, stringify } from 'lossless-json'
import type { Json } from '../../domain/json'

/**
 * A number that JSON.parse might change: sixteen digits or more, or an exponent. It may also match inside a string,
 * which only costs time.
 */
const risky = /(?:^|[[:,\s])-?(?:\d{16,}|[\d.]+[eE])/

/**
 * Parses JSON without losing a digit of an integer: those beyond 2^53 become bigint. Throws SyntaxError, whose message
 * never quotes the text, for anything that is not strict JSON.
 */
export function parseJson(text: string): Json {
  try {
    return (risky.test(text) ? parse(text, undefined, numberOf) : JSON.parse(text)) as Json
  } catch {
    throw new SyntaxError('The text is not JSON.')
  }
}

/** Writes JSON in the order of the keys, bigints as integers. The inverse of parseJson. */
export function stringifyJson(value: Json): string {
  return stringify(value) ?? 'null'
}

function numberOf(text: string): number | bigint {
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number
  if (/^-?\d+$/.test(text)) return BigInt(text)
  if (Number.isFinite(number)) return number
  throw new SyntaxError('out of range')
}
