import type { ContextMode } from './contexts'

/** What can be done with the service that is shown, for the native menu and for the window's own keys and palette. */
export const serviceCommands = ['overview', 'update', 'roll-back', 'emergency', 'history', 'logs'] as const
export type ServiceCommand = (typeof serviceCommands)[number]

/** Whether a context's mode would let a command come to its end. */
export const isOffered = (command: ServiceCommand, mode: ContextMode): boolean =>
  !(command === 'update' && mode === 'assisted') && !(command === 'emergency' && mode === 'read-only')
