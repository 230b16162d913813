import { expect, test } from 'vitest'
import { manyIn } from './many'

test('a count is written and inflected as its language does', () => {
  const en = [0, 1, 2, 5000].map((count) => manyIn('en')(count, 'task', 'tasks'))
  const fr = [0, 1, 2, 5000].map((count) => manyIn('fr')(count, 'tâche', 'tâches'))
  expect(en).toEqual(['0 tasks', '1 task', '2 tasks', '5,000 tasks'])
  expect(fr).toEqual(['0 tâche', '1 tâche', '2 tâches', '5\u202f000 tâches'])
})
