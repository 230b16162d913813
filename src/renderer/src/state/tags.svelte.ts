import { parseImage, withoutTag } from '../../../domain/image'
import type { TagRow, Tags } from '../../../shared/contract'
import type { Problem, SkepState } from './skep.svelte'

/** How many tags are offered at once. */
const shown = 50
/** Milliseconds without a key before the registry is asked: a name is typed letter by letter. */
const pause = 300

/** The tags of the repository that is typed in an image field, read when they are first wanted. */
export class TagsState {
  list = $state.raw<Tags | undefined>(undefined)
  problem = $state.raw<Problem | undefined>(undefined)
  /** The repository that is being read, empty when none is. */
  loading = $state('')
  readonly #skep: SkepState
  readonly #context: string
  readonly #service: string
  #asked = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(skep: SkepState, context: string, service: string) {
    this.#skep = skep
    this.#context = context
    this.#service = service
  }

  /** Reads the tags for what is typed, once for each repository; `now` without waiting for the next key. */
  want(typed: string, now = false): void {
    const image = withoutTag(typed.trim())
    clearTimeout(this.#timer)
    if (image === this.#asked || !parseImage(image)) return
    if (now) void this.#read(image)
    else this.#timer = setTimeout(() => void this.#read(image), pause)
  }

  async #read(image: string): Promise<void> {
    this.#asked = image
    this.list = undefined
    this.problem = undefined
    this.loading = image
    try {
      const list = await this.#skep.call('registry.tags', {
        context: this.#context,
        service: this.#service,
        image
      })
      if (this.#asked === image) this.list = list
    } catch (error) {
      if (this.#asked === image) this.problem = this.#skep.problem(error)
    } finally {
      if (this.loading === image) this.loading = ''
    }
  }

  /** The tags to offer for what is typed: all of them, or those that contain its tag. */
  matching(typed: string, all: boolean): { readonly tags: readonly TagRow[]; readonly more: number } {
    const tag = tagOf(typed)
    const found = (this.list?.tags ?? []).filter(
      ({ name }) => all || name.toLowerCase().includes(tag.toLowerCase())
    )
    return { tags: found.slice(0, shown), more: Math.max(0, found.length - shown) }
  }

  /** Whether the typed tag is one that there is. */
  isTag(typed: string): boolean {
    return this.list?.tags.some(({ name }) => name === tagOf(typed)) ?? false
  }
}

/** The tag of a text that is still being typed; empty when it has none. */
const tagOf = (typed: string): string => /:(\w[\w.-]*)?$/.exec(typed.trim())?.[1] ?? ''
