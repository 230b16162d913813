import { randomUUID } from 'node:crypto'
import { SkepError } from '../../domain/error'
import type { OpenQuestion } from '../../shared/contract'
import type { Ask } from './ports'

/** What ssh wants to know, until the person answers it. Answers are handed on and kept nowhere. */
export interface Questions {
  list(): readonly OpenQuestion[]
  /** Answers one, or refuses with null; throws question-unknown when it is no longer open. */
  answer(id: string, answer: string | null): void
  /** The way to ask in the name of a context. */
  askFor(context: string): Ask
}

/** No question is open; `changed` is called with all open ones whenever that changes. */
export function createQuestions(changed: (open: readonly OpenQuestion[]) => void): Questions {
  const open = new Map<
    string,
    { readonly question: OpenQuestion; settle(answer: string | undefined): void }
  >()
  const list = () => [...open.values()].map(({ question }) => question)
  return {
    list,
    answer(id, answer) {
      const waiting = open.get(id)
      if (!waiting) throw new SkepError('question-unknown')
      waiting.settle(answer ?? undefined)
    },
    askFor: (context) => (asked, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined)
        const id = randomUUID()
        const settle = (answer: string | undefined) => {
          if (!open.delete(id)) return
          signal.removeEventListener('abort', no)
          changed(list())
          resolve(answer)
        }
        const no = () => settle(undefined)
        signal.addEventListener('abort', no, { once: true })
        open.set(id, { question: { id, context, ...asked }, settle })
        changed(list())
      })
  }
}
