import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { undoOnInterrupt } from './children.mjs'

/**
 * Creates `<cache>/programs/<name>` once. It is built in a scratch folder, tested, and renamed when complete, so that a
 * folder of that name is always complete. A changed recipe has another name: a running service may use the old folder.
 * @param {{ cache: string, name: string }} where
 * @param {object} steps
 * @param {(out: string, work: string) => Promise<void>} steps.build fills `out`; `work` is scratch space
 * @param {(folder: string) => Promise<string>} steps.tryOut starts the program and returns its version
 * @returns {Promise<{ folder: string, version: string }>}
 */
export async function ensureProgram({ cache, name }, { build, tryOut }) {
  const present = await findProgram({ cache, name }, tryOut)
  if (present) return present
  const folder = path.join(cache, 'programs', name)
  // An existing folder holds a program that no longer starts: it is damaged, or a library of the system has changed.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(path.dirname(folder), { recursive: true })
  const version = await withScratch(cache, async (work) => {
    const out = path.join(work, 'out')
    mkdirSync(out)
    await build(out, work)
    const answered = await tryOut(out)
    renameSync(out, folder)
    return answered
  })
  return { folder, version }
}

/**
 * An existing program, perhaps from another checkout, if it still starts.
 * @param {{ cache: string, name: string }} where
 * @param {(folder: string) => Promise<string>} tryOut
 * @returns {Promise<{ folder: string, version: string } | undefined>}
 */
export async function findProgram({ cache, name }, tryOut) {
  const folder = path.join(cache, 'programs', name)
  if (!existsSync(folder)) return undefined
  const version = await tryOut(folder).catch(() => undefined)
  return version ? { folder, version } : undefined
}

/**
 * Scratch space on the cache's own disk, gone when `use` ends or a person interrupts.
 * @template T
 * @param {string} cache
 * @param {(work: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withScratch(cache, use) {
  const scratch = path.join(cache, 'tmp')
  mkdirSync(scratch, { recursive: true })
  const work = mkdtempSync(path.join(scratch, 'work-'))
  const remove = () => rmSync(work, { recursive: true, force: true })
  const forget = undoOnInterrupt(remove)
  try {
    return await use(work)
  } finally {
    forget()
    remove()
  }
}

/** Scratch space left by a set-up that was killed. Only for the holder of the lock. @param {string} cache */
export function clearScratch(cache) {
  rmSync(path.join(cache, 'tmp'), { recursive: true, force: true })
}

/**
 * Eight characters that change with anything a build depends on.
 * @param {...unknown} parts
 */
export function recipeOf(...parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8)
}
