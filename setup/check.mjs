import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from './system.mjs'

/**
 * `npm test`: type check, lint, format and dead code, side by side, then tests; further arguments go to the tests. Everything
 * runs, so that one run shows all failures. A check that fails counts as a failed test in the last line.
 */
const CHECKS = [
  { name: 'types', script: 'typescript/bin/tsc', args: [] },
  { name: 'types of set-up', script: 'typescript/bin/tsc', args: ['-p', 'setup'] },
  { name: "types of the console's pages", script: 'typescript/bin/tsc', args: ['-p', 'console/web'] },
  { name: 'lint', script: 'oxlint/bin/oxlint', args: ['--type-aware', '-c', '.oxlintrc.json'] },
  {
    name: 'format (npx prettier --write .)',
    script: 'prettier/bin/prettier.cjs',
    args: ['--check', '--log-level', 'warn', '--cache', '.'],
  },
  { name: 'dead code', script: 'knip/bin/knip.js', args: ['--no-progress'] },
]

const wanted = process.argv.slice(2)
let isStopped = false
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    isStopped = true
    for (const child of running) child.kill(signal)
  })
}

const checks = CHECKS.map(({ name, script, args }) => ({ name, ended: runQuietly(script, args) }))
const failedChecks = []
for (const { name, ended } of checks) {
  const { code, output } = await ended
  process.stdout.write(`${output}${code === 0 ? 'ok' : 'FAILED'}: ${name}\n`)
  if (code !== 0) failedChecks.push(name)
}
const tests = isStopped ? { code: 1, passed: 0, failed: 1, skipped: 0 } : await runTests()
for (const name of failedChecks) process.stdout.write(`failed check: ${name}\n`)
const failed = tests.failed + failedChecks.length
const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''
process.stdout.write(`${tests.passed} passed, ${failed} failed${skipped}\n`)
process.exitCode = failed > 0 || tests.code !== 0 ? 1 : 0

async function runTests() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chasqui-check-'))
  const file = path.join(folder, 'tests.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const code = await runScript('vitest/vitest.mjs', ['run', ...reporters, ...wanted])
    return { code, ...countsIn(file, code) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * A file that does not load has no failed test, and a leak may only show in the exit code: both must fail the run.
 * @param {string} file
 * @param {number} code
 */
function countsIn(file, code) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const failed = report.numFailedTests + report.testResults.filter(isBrokenAsAWhole).length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** @param {{ status: string, assertionResults: { status: string }[] }} result of one file */
function isBrokenAsAWhole({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
}

/**
 * What it says is kept, so that what several say at the same time is not mixed.
 * @param {string} script in node_modules
 * @param {string[]} args
 */
async function runQuietly(script, args) {
  let output = ''
  const code = await runScript(script, args, (text) => (output += text))
  return { code, output }
}

/**
 * @param {string} script in node_modules
 * @param {string[]} args
 * @param {(text: string) => void} [onOutput] takes what it says, which is otherwise printed
 * @returns {Promise<number>} its exit code
 */
function runScript(script, args, onOutput) {
  return new Promise((resolve) => {
    const file = path.join(root, 'node_modules', script)
    const bin = path.join(root, 'node_modules', '.bin')
    const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` }
    const said = onOutput ? 'pipe' : 'inherit'
    const child = spawn(process.execPath, [file, ...args], { cwd: root, env, stdio: ['ignore', said, said] })
    running.add(child)
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput ?? (() => {}))
    child.on('error', () => resolve(1))
    child.on('close', (code) => {
      running.delete(child)
      resolve(code ?? 1)
    })
  })
}
