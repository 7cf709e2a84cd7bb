import { asksForHelp, HELP } from './help.mjs'
import { allFindings } from './findings.mjs'

/**
 * What was found out about one part.
 * @typedef {object} Finding
 * @property {'ok' | 'missing' | 'note'} state `missing` makes the doctor end with exit code 1
 * @property {string} part
 * @property {string} text
 * @property {string[]} [more] further lines
 * @property {string} [fix] the command or setting that fixes it
 */

const WIDTH_MIN = 16
const HEADING_WIDTH = 9
const HEADINGS = { ok: 'ok', missing: 'MISSING', note: '-' }

const words = process.argv.slice(2)
if (asksForHelp(words)) {
  process.stdout.write(`${HELP['setup/doctor.mjs']}\n`)
} else if (words.length > 0) {
  process.stderr.write(`npm run doctor takes no "${words[0]}"; try: npm run doctor -- --help\n`)
  process.exitCode = 2
} else {
  const findings = await allFindings(process.env)
  process.stdout.write(report(findings))
  process.exitCode = findings.some(({ state }) => state === 'missing') ? 1 : 0
}

/** @param {Finding[]} findings */
function report(findings) {
  const width = Math.max(WIDTH_MIN, ...findings.map(({ part }) => part.length)) + 2
  const indent = ' '.repeat(2 + HEADING_WIDTH + width)
  const lines = findings.flatMap(({ state, part, text, more = [], fix }) => [
    `  ${HEADINGS[state].padEnd(HEADING_WIDTH)}${part.padEnd(width)}${text}`,
    ...more.map((line) => `${indent}${line}`),
    ...(fix ? [`${indent}-> ${fix}`] : []),
  ])
  const missing = findings.filter(({ state }) => state === 'missing')
  const names = missing.map(({ part }) => part.trim()).join(', ')
  const end = names ? `Missing: ${names}.` : 'Nothing needed is missing.'
  return `${lines.join('\n')}\n\n${end}\n`
}
