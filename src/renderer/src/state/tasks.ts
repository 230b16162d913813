import { taskStates, type TaskState } from '../../../domain/task'

/** Whether a task in this state has ended. */
export const hasEndedState = (state: TaskState): boolean =>
  taskStates.indexOf(state) > taskStates.indexOf('running')
