import type { Tag } from '../../../domain/tags'
import type { Distribution } from './engine'

/** A login for one registry, found where the Docker CLI keeps it; its text exists only while a request is made. */
export interface Login {
  readonly registry: string
  /** The value of X-Registry-Auth. */
  header(): string
}

export interface TagList {
  readonly registry: string
  readonly repository: string
  /** Newest first where dates are known, then by version. */
  readonly tags: readonly Tag[]
  /** Whether there are more than were read. */
  readonly more: boolean
}

/**
 * The registries of images, asked from this machine and not through the engine. Rejects with one of the registry-…
 * codes; every call ends by a deadline.
 */
export interface Registry {
  /** The tags of an image's repository, with digest and date of the newest ones and of those named in `must`. */
  tags(image: string, must?: readonly string[]): Promise<TagList>
  /** The digest that a reference has now. */
  digest(image: string): Promise<string>
  distribution(image: string): Promise<Distribution>
  /** The login that the Docker CLI would use; undefined when there is none. */
  login(image: string): Promise<Login | undefined>
}
