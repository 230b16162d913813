import * as v from 'valibot'
import type { Tag } from '../../domain/tags'
import { call, id, line, serviceRef } from './schema'

export interface TagRow extends Tag {
  /** Whether it is what the service runs now: the same digest, or the same tag where none is pinned. */
  readonly running: boolean
}

export interface Tags {
  /** The registry and repository as Docker completes them. */
  readonly registry: string
  readonly repository: string
  /** Newest first where dates are known, then by version. */
  readonly tags: readonly TagRow[]
  /** Whether there are more than were read. */
  readonly more: boolean
  /** Where the tag of the service's own image stands; absent when another repository was asked for. */
  readonly standing?: TagStanding
}

/** What became of the tag that a service was deployed with. */
export interface TagStanding {
  readonly tag: string
  /** `unpinned`: the service names no digest, so that nothing can be compared. `gone`: the registry has no such tag. */
  readonly state: 'same' | 'moved' | 'gone' | 'unpinned' | 'unknown'
  /** The digest in the spec, and the one that the tag has now. */
  readonly pinned?: string
  readonly now?: string
}

export const registryCalls = {
  'registry.tags': call<Tags>()(
    v.strictObject({ context: id, service: v.optional(id), image: v.pipe(line(1024), v.minLength(1)) })
  ),
  'registry.standing': call<TagStanding>()(serviceRef)
} as const
