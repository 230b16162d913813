import { badGates, type GateField, type Gates } from '../../../domain/gates'

/** What a person typed of gates. */
export class GatesDraft {
  bake = $state('2m')
  http = $state(false)
  url = $state('')
  status = $state('')
  body = $state('')
  timeout = $state('5s')
  log = $state(false)
  pattern = $state('')
  must = $state<'appear' | 'not-appear'>('not-appear')
  restarts = $state('0')
  breach = $state<Gates['breach']>('hold')
  advance = $state(false)
  slots = $state('1')

  constructor(gates?: Gates) {
    if (!gates) return
    this.bake = gates.bake
    this.http = gates.http !== undefined
    this.url = gates.http?.url ?? ''
    this.status = gates.http?.status?.toString() ?? ''
    this.body = gates.http?.body ?? ''
    this.timeout = gates.http?.timeout ?? '5s'
    this.log = gates.log !== undefined
    this.pattern = gates.log?.pattern ?? ''
    this.must = gates.log?.must ?? 'not-appear'
    this.restarts = String(gates.restarts ?? 0)
    this.breach = gates.breach
    this.advance = gates.advance
    this.slots = String(gates.slots)
  }

  get gates(): Gates {
    const status = this.status.trim()
    return {
      bake: this.bake.trim(),
      ...(this.http
        ? {
            http: {
              url: this.url.trim(),
              timeout: this.timeout.trim(),
              ...(status === '' ? {} : { status: whole(status) }),
              ...(this.body === '' ? {} : { body: this.body })
            }
          }
        : {}),
      ...(this.log ? { log: { pattern: this.pattern, must: this.must } } : {}),
      restarts: whole(this.restarts.trim()),
      breach: this.breach,
      advance: this.advance,
      slots: this.advance ? whole(this.slots.trim()) : 1
    }
  }

  get bad(): readonly GateField[] {
    return badGates(this.gates)
  }
}

/** Whether an update is to be watched, and how. */
export class WatchDraft {
  on = $state(false)
  slots = $state('1')
  gated = $state(false)
  readonly gates = new GatesDraft()

  get count(): number {
    return whole(this.slots.trim())
  }

  get bad(): boolean {
    return this.on && (!(this.count > 0) || (this.gated && this.gates.bad.length > 0))
  }
}

/** A whole number as typed; what is none becomes one that no field takes. */
const whole = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : -1)
