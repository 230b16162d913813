import * as v from 'valibot'
import { SkepError } from '../../domain/error'
import {
  calls,
  type Language,
  type Method,
  type Output,
  type Parsed,
  type Reply
} from '../../shared/contract'
import { failureOf } from './speech'

/** One function for each call of the contract; forgetting one does not compile. */
export type Handlers = { readonly [M in Method]: (input: Parsed<M>) => Promise<Output<M>> | Output<M> }

const isMethod = (name: string): name is Method => Object.hasOwn(calls, name)

/**
 * The trust boundary: a name outside the contract or an input outside its schema is refused before any handler runs,
 * and whatever a handler throws becomes a reply. `allow` throws for a valid call that is not to be answered, `failed`
 * hears of what a call of the contract was refused for. Never rejects.
 */
export function createDispatch(
  handlers: Handlers,
  language: () => Language,
  allow: (method: Method, input: unknown) => void = () => undefined,
  failed: (method: Method, input: unknown, code: string) => void = () => undefined
): (method: string, input: unknown) => Promise<Reply> {
  return async (method, input) => {
    try {
      if (typeof method !== 'string' || !isMethod(method)) throw new SkepError('unknown-method')
      return { ok: true, value: await run(handlers, method, input, allow) }
    } catch (error) {
      const failure = failureOf(error, language())
      if (typeof method === 'string' && isMethod(method)) failed(method, input, failure.code)
      return { ok: false, error: failure }
    }
  }
}

async function run<M extends Method>(
  handlers: Handlers,
  method: M,
  input: unknown,
  allow: (method: Method, input: unknown) => void
): Promise<unknown> {
  const parsed = v.safeParse(calls[method].input, input)
  if (!parsed.success) {
    const field = parsed.issues[0].path?.map((step) => String(step.key)).join('.') ?? ''
    throw new SkepError('bad-input', field === '' ? {} : { field })
  }
  allow(method, parsed.output)
  return handlers[method](parsed.output as Parsed<M>)
}
