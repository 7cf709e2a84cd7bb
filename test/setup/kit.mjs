import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { packagesStamp } from '#setup/packages.mjs'
import { readResult, writeResult } from '#setup/result.mjs'
import { stepsFor } from '#setup/steps.mjs'
import { root } from '#setup/system.mjs'

/** A folder of this test's own, gone when it ends. */
export function ownFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chasqui-setup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A checkout in which nothing has been installed. */
export function bareCheckout() {
  const checkout = ownFolder()
  for (const name of ['setup', 'machine', 'package.json', 'package-lock.json']) {
    // Of the machine's room set-up knows the plain JavaScript.
    const filter = (/** @type {string} */ from) => !from.endsWith('.ts')
    cpSync(path.join(root, name), path.join(checkout, name), { recursive: true, filter })
  }
  return checkout
}

/**
 * @param {string} file
 * @param {string} script the lines of a shell script
 */
export function writeProgram(file, script) {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
export function ended(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const text = { stdout: '', stderr: '' }
    for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
      child[name].setEncoding('utf8').on('data', (chunk) => {
        text[name] += chunk
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...text }))
  })
}

/**
 * Sets environment variables for one test.
 * @param {Record<string, string | undefined>} values
 */
export function setEnvironment(values) {
  for (const [name, value] of Object.entries(values)) {
    const before = process.env[name]
    const set = (/** @type {string | undefined} */ to) => {
      if (to === undefined) delete process.env[name]
      else process.env[name] = to
    }
    set(value)
    onTestFinished(() => set(before))
  }
}

/** @param {string} checkout */
export const programsIn = (checkout) =>
  readResult(path.join(checkout, 'node_modules', '.chasqui', 'setup.json'))?.programs

/** A checkout whose packages and programs are there, as far as set-up looks. */
export function preparedCheckout() {
  const checkout = bareCheckout()
  const cache = path.join(checkout, 'cache')
  const bin = path.join(cache, 'bin')
  writeProgram(path.join(checkout, 'node_modules', '.bin', 'node'), 'echo "ran $*"')
  const file = writeProgram(path.join(bin, 'postgres'), 'exit 0')
  const entries = stepsFor('main.ts', {}).map((step) => {
    return [step.key, { path: file, folder: cache, version: '1', source: 'PATH', wanted: step.wanted({}) }]
  })
  const programs = Object.fromEntries(entries)
  const result = { version: /** @type {const} */ (1), stamp: packagesStamp(checkout), cache, programs, seconds: [] }
  writeResult(result, path.join(checkout, 'node_modules', '.chasqui', 'setup.json'))
  const outer = Object.entries(process.env).filter(([name]) => !/^(CHASQUI_|WHATSAPP_|npm_node_execpath)/.test(name))
  return { checkout, env: { ...Object.fromEntries(outer), CHASQUI_CACHE: cache } }
}
