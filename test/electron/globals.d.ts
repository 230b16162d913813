import type { Bridge } from '../../src/shared/contract'

declare global {
  interface Window {
    readonly skep: Bridge
  }
}
