import type { Diagnosis } from '../../domain/diagnostics'
import { call, none } from './schema'

/** A diagnosis, with the text that is exported of it. */
export interface DiagnosisView extends Diagnosis {
  readonly text: string
}

export const diagnosticsCalls = {
  'diagnostics.get': call<DiagnosisView>()(none)
} as const
