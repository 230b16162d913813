import { describe, expect, it } from 'vitest'
import { createMenu, menuOf } from '../../src/main/core/menu'
import type { MenuGroup, MenuItem, MenuView } from '../../src/main/core/ports'
import type { ContextMode, Language, Theme } from '../../src/shared/contract'

const lines = ({ items }: MenuGroup): readonly MenuItem[] =>
  items.filter((item) => item !== 'line').flatMap((item) => item.items ?? [item])
const all = ({ groups, app, window }: MenuView) => [...groups, app, window].flatMap(lines)
const english = { language: 'en', theme: 'system', mode: 'full' } as const

/** Which commands of a service are enabled. */
const enabled = (mode: ContextMode | undefined) =>
  lines(menuOf({ ...english, mode }).groups[4]!)
    .filter((item) => item.enabled)
    .map(({ command }) => command)

describe('the menu', () => {
  it('is in the language in force, down to what the system does', () => {
    const { groups } = menuOf({ ...english, language: 'fr' })
    expect(groups.map(({ label }) => label.replace('&', ''))).toEqual([
      'Fichier',
      'Édition',
      'Affichage',
      'Aller',
      'Service',
      'Aide'
    ])
    expect(lines(groups[1]!).map(({ label, role }) => `${role!} ${label}`)).toContain('paste Coller')
    const labels = (language: Language) => all(menuOf({ ...english, language })).map(({ label }) => label)
    const same = labels('en').filter((label) => labels('fr').includes(label))
    expect(same).toEqual([])
  })

  it('opens each menu by a letter of its own', () => {
    for (const language of ['en', 'fr'] as const) {
      const letters = menuOf({ ...english, language }).groups.map(({ label }) => /&(.)/.exec(label)?.[1])
      expect(new Set(letters.map((letter) => letter?.toLowerCase())).size).toBe(6)
      expect(letters).not.toContain(undefined)
    }
  })

  it('holds in each item one thing to do, and no key that fires while somebody types', () => {
    for (const item of all(menuOf(english))) {
      expect([item.role, item.command].filter((one) => one !== undefined)).toHaveLength(1)
      if (item.accelerator !== undefined) expect(item.accelerator).toMatch(/^CmdOrCtrl\+/)
    }
  })

  it('enables of a service what its mode lets through, and nothing while none is shown', () => {
    expect(enabled('full')).toEqual(['overview', 'update', 'roll-back', 'emergency', 'history', 'logs'])
    expect(enabled('assisted')).toEqual(['overview', 'roll-back', 'emergency', 'history', 'logs'])
    expect(enabled('read-only')).toEqual(['overview', 'update', 'roll-back', 'history', 'logs'])
    expect(enabled(undefined)).toEqual([])
  })

  it('marks the theme in force', () => {
    const marked = all(menuOf({ ...english, theme: 'dark' })).filter(({ checked }) => checked)
    expect(marked.map(({ command }) => command)).toEqual(['theme-dark'])
  })
})

describe('the menu keeper', () => {
  it('draws anew only what changed: the language, what is shown, its mode', () => {
    const drawn: MenuView[] = []
    const chosen: string[] = []
    const world = {
      language: 'en' as Language,
      theme: 'system' as Theme,
      contexts: [{ id: 'a', mode: 'full' as ContextMode }]
    }
    const menu = createMenu({
      desktop: {
        menu(view, choose) {
          drawn.push(view)
          choose('palette')
        }
      },
      settings: { get: () => world as never },
      language: () => world.language,
      onCommand: (id) => chosen.push(id)
    })
    const updates = () => lines(drawn.at(-1)!.groups[4]!).find(({ command }) => command === 'update')?.enabled
    menu.look()
    menu.look()
    expect([drawn.length, updates()]).toEqual([1, false])
    menu.looking({ context: 'a', service: 'web' })
    menu.looking({ context: 'a', service: 'db' })
    expect([drawn.length, updates()]).toEqual([2, true])
    world.contexts = [{ id: 'a', mode: 'assisted' }]
    menu.look()
    expect([drawn.length, updates()]).toEqual([3, false])
    world.language = 'fr'
    menu.look()
    expect(drawn.at(-1)?.groups[0]?.label).toBe('&Fichier')
    menu.looking(undefined)
    expect(drawn).toHaveLength(5)
    expect(chosen).toHaveLength(5)
  })
})
