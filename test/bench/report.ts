import os from 'node:os'
import { isReached, type Figure, type Result } from './benchmark.ts'

export type Named = Result & { readonly name: string; readonly about: string }

/** The machine on which the figures were taken. */
export function machineLine(): string {
  const [cpu] = os.cpus()
  const load = os
    .loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')
  return `${os.availableParallelism()} × ${cpu?.model ?? 'unknown processor'}, ${process.platform}, Node ${process.version}, load ${load}`
}

export function print({ name, about, figures, notes = [] }: Named): void {
  const width = Math.max(...figures.map((figure) => figure.name.length))
  const lines = figures.map((figure) =>
    `  ${figure.name.padEnd(width)}  ${shown(figure).padStart(12)}  ${verdict(figure)}`.trimEnd(),
  )
  process.stdout.write([`\n${name}: ${about}`, ...lines, ...notes.map((note) => `  (${note})`), ''].join('\n'))
}

/** As a file for other programs: the same figures, with the targets in numbers. */
export function asJson(results: readonly Named[], machine: string): string {
  const withVerdict = (figure: Figure) => ({
    ...figure,
    value: Number(figure.value.toPrecision(4)),
    reached: isReached(figure),
  })
  const benchmarks = results.map((result) => ({ ...result, figures: result.figures.map(withVerdict) }))
  return `${JSON.stringify({ machine, benchmarks }, null, 2)}\n`
}

function shown({ value, unit }: Figure): string {
  const digits = Number.isInteger(value) || value >= 1_000 ? 0 : value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${value.toFixed(digits)} ${unit}`.trimEnd()
}

function verdict(figure: Figure): string {
  const { target, unit } = figure
  if (target === undefined) return ''
  const wanted = 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`
  return `target ${wanted} ${unit}`.trimEnd() + (isReached(figure) ? ', reached' : ', NOT reached')
}
