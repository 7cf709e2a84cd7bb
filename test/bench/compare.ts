import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { UsageError } from '#app/usage.ts'
import { temporaryFolder } from '../kit/product.ts'
import type { Figure } from './benchmark.ts'
import { Comparison } from './comparison.ts'
import { print } from './report.ts'
import { ownEnvironment } from './service.ts'

const RATIO_MAX = 1.1

export type CompareOptions = {
  readonly root: string
  readonly commit: string
  readonly names: readonly string[]
  readonly pairs: number
}

/**
 * Measures this tree and another commit in turn, with the order of each pair reversed, and prints the ratios of the
 * medians. Both are measured by the benchmarks of this tree; the other commit is checked out and set up in a temporary
 * folder, as by `npm start`.
 */
export async function compare({ root, commit, names, pairs }: CompareOptions): Promise<void> {
  const folder = await temporaryFolder('compare')
  const other = path.join(folder, 'tree')
  try {
    await checkOut(root, commit, other)
    for (const name of names) {
      const comparison = new Comparison()
      for (let pair = 0; pair < pairs; pair += 1) {
        for (const side of pair % 2 === 0 ? SIDES : SIDES.toReversed()) {
          process.stderr.write(`${name}, pair ${pair + 1} of ${pairs}: ${side === 'ours' ? 'this tree' : commit}\n`)
          comparison.add(side, await figuresOf(name, { root, measured: side === 'ours' ? root : other, folder }))
        }
      }
      const about = `this tree / ${commit}, medians of ${pairs} alternating pairs; above 1 is worse`
      print({ name, about, ...comparison.result(RATIO_MAX) })
    }
  } finally {
    await execute('git', ['worktree', 'remove', '--force', other], { cwd: root }).catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
  }
}

const SIDES = ['ours', 'theirs'] as const
const execute = promisify(execFile)

async function checkOut(root: string, commit: string, folder: string): Promise<void> {
  await execute('git', ['worktree', 'add', '--detach', folder, commit], { cwd: root }).catch((cause: Error) => {
    throw new UsageError(`${commit} cannot be checked out. Give a commit of this repository: ${cause.message}`, {
      cause,
    })
  })
  process.stderr.write(`setting up ${commit}\n`)
  const node = process.env.npm_node_execpath ?? 'node'
  await execute(node, ['setup/prepare.mjs', 'main.ts'], { cwd: folder, env: ownEnvironment(), maxBuffer: OUTPUT_MAX })
}

const OUTPUT_MAX = 64 * 1024 ** 2

type Where = { readonly root: string; readonly measured: string; readonly folder: string }

/** In a process of its own, so that each side finds the same fresh one. */
async function figuresOf(name: string, { root, measured, folder }: Where): Promise<readonly Figure[]> {
  const json = path.join(folder, 'figures.json')
  const args = [...process.execArgv, process.argv[1] ?? '', name, '--root', measured, '--json', json]
  await execute(process.execPath, args, { cwd: root, maxBuffer: OUTPUT_MAX })
  const { benchmarks } = JSON.parse(await readFile(json, 'utf8')) as { benchmarks: [{ figures: readonly Figure[] }] }
  return benchmarks[0].figures
}
