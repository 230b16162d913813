// `npm run screens`: takes the pictures of docs/screens anew, of every screen in every state, light and dark.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { prepare } from './machine.mjs'
import { build, checkNode, installPackages, root } from './project.mjs'

checkNode()
prepare({ tests: true })
await installPackages()
build()
const env = { ...process.env, SKEP_PICTURES: path.join(root, 'docs/screens') }
const command = ['playwright', 'test', '--project=page', 'screens.spec.ts']
process.exit(spawnSync('npx', command, { cwd: root, env, stdio: 'inherit' }).status ?? 1)
