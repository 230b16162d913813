import { createHash } from 'node:crypto'
import { canonical } from '../../domain/canonical'
import type { Spec } from '../../domain/service'

/** SHA-256 of a text, hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What a version is known by: SHA-256 of the canonical spec, hexadecimal. */
export const specHash = (spec: Spec): string => sha256(canonical(spec))
