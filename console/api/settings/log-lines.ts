import { jsonIn } from '#machine/json-in.ts'
import type { RecentLines } from '#machine/recent-lines.ts'
import { LOG_LEVELS, type LogForm, type LogQuery } from '../forms/settings.ts'

type Line = LogForm['lines'][number]

/** Those of the newest lines that were asked for. */
export function linesOf(log: RecentLines, { level, part, text, rows }: LogQuery): LogForm {
  const lines: Line[] = []
  const parts = new Set<string>()
  const wanted = text?.toLowerCase() ?? ''
  const levels: readonly string[] = LOG_LEVELS
  let found = 0
  for (const { number, text: json } of log.newestFirst()) {
    const line = lineOf(number, json)
    parts.add(line.part)
    const isOfPart = part === undefined || line.part === part || line.part.startsWith(`${part}:`)
    // `fatal` and what else stands above errors is always shown, `trace` never.
    const isOfLevel = levels.indexOf(line.level) >= levels.indexOf(level) || line.level === 'fatal'
    if (!isOfPart || !isOfLevel || !json.toLowerCase().includes(wanted)) continue
    found += 1
    if (lines.length < rows) lines.push(line)
  }
  return { lines, parts: [...parts].toSorted(), isCut: found > lines.length }
}

function lineOf(number: number, json: string): Line {
  const { time, level, part, msg, ...fields } = (jsonIn(json) ?? {}) as Record<string, unknown>
  return {
    number,
    atMs: Date.parse(String(time)) || 0,
    level: String(level),
    part: String(part),
    message: typeof msg === 'string' ? msg : '',
    fields: Object.keys(fields).length === 0 ? '' : JSON.stringify(fields),
  }
}
