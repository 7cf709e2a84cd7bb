import { isReached, type Figure } from '../bench/benchmark.ts'
import type { Scores } from './score.ts'

export type Report = {
  readonly name: string
  readonly about: string
  readonly retrievers: readonly RetrieverRow[]
  readonly figures: readonly Figure[]
  readonly notes: readonly string[]
}

export type RetrieverRow = {
  readonly name: string
  readonly scores: Scores
  /** Tokens of the first ten for questions on what was never said: all of it is noise. */
  readonly unknown?: number
  /** Recall at ten of parts of the questions. */
  readonly parts: readonly { readonly name: string; readonly questions: number; readonly recall: number }[]
}

/** The tables of a report: retrievers by measure, then parts of the questions by retriever. */
export function tables({ retrievers }: Report): string {
  const measures = retrievers.map(({ name, scores, unknown }) => [name, ...measuresOf(scores, unknown)])
  return `\n${aligned([['', ...MEASURES], ...measures])}\n\n${aligned(partsOf(retrievers))}\n`
}

/** As a file for other programs. */
export function asJson(report: Report, machine: string): string {
  const figures = report.figures.map((figure) => ({ ...figure, reached: isReached(figure) }))
  return `${JSON.stringify({ machine, ...report, figures }, rounded, 2)}\n`
}

const MEASURES = ['R@5', 'R@10', 'R@20', 'all@10', 'MRR', 'foreign@10', 'tokens@10', 'for nothing', 'p50 ms', 'p95 ms']

function measuresOf(
  { recall, allEvidence, reciprocalRank, foreign, tokens, p50Ms, p95Ms }: Scores,
  unknown: number | undefined,
): string[] {
  const shares = [recall[5], recall[10], recall[20], allEvidence[10], reciprocalRank, foreign].map(percent)
  return [...shares, tokens.toFixed(0), unknown?.toFixed(0) ?? '–', p50Ms.toFixed(2), p95Ms.toFixed(2)]
}

/** A line for each part; a retriever that was not asked for a part has no figure there. */
function partsOf(retrievers: readonly RetrieverRow[]): string[][] {
  const names = [...new Set(retrievers.flatMap(({ parts }) => parts.map(({ name }) => name)))]
  const lines = names.map((name) => {
    const of = retrievers.map(({ parts }) => parts.find((part) => part.name === name))
    const questions = Math.max(...of.map((part) => part?.questions ?? 0))
    return [name, String(questions), ...of.map((part) => percent(part?.recall))]
  })
  return [['R@10 of', 'questions', ...retrievers.map(({ name }) => name)], ...lines]
}

const percent = (share: number | undefined) =>
  share === undefined || Number.isNaN(share) ? '–' : (share * 100).toFixed(1)

/** Columns as wide as their widest cell: the first to the left, figures to the right. */
function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!)
  return lines.map((line) => `  ${line.map(cell).join('  ')}`.trimEnd()).join('\n')
}

const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value)
