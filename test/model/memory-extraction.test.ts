import { expect, test } from 'vitest'
import { extract } from '#core/memory/learn/extraction.ts'
import { EXTRACTION_CASES } from '../eval/extraction-cases.ts'
import { scoreOf } from '../eval/extraction-score.ts'
import { openTinyScout, skipReason } from './tiny-scout.ts'

test.skipIf(skipReason)(
  'tiny-scout with the check of code finds what people say of themselves, and little else',
  async () => {
    await using engine = await openTinyScout()
    const signal = AbortSignal.timeout(60_000)
    await engine.ready(signal)
    const results = []
    for (const [index, given] of EXTRACTION_CASES.entries()) {
      const asked = { source: { typed: given.typed }, asking: { id: `memory:${index}` } }
      const { candidates } = await extract(engine, asked, signal)
      results.push({ case: given, found: candidates })
    }
    const { precision, recall, wrong } = scoreOf(results)
    expect(precision, wrong.join('\n')).toBeGreaterThanOrEqual(0.9)
    expect(recall, wrong.join('\n')).toBeGreaterThanOrEqual(0.75)
  },
)
