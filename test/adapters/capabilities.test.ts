import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { capabilityTable } from '../kit/capability-table.ts'

const PAGE = new URL('../../docs/channels/README.md', import.meta.url)
/** Between the two comments. */
const TABLE = /(?<=<!-- Made from the code: .* -->\n).*(?=<!-- end -->)/s

test('the table of what channels can do is what their code says (make it: npm test -- test/adapters/capabilities.test.ts -u)', async () => {
  const page = await readFile(PAGE, 'utf8')
  const table = await capabilityTable()
  expect(page).toMatch(TABLE)
  await expect(page.replace(TABLE, () => table)).toMatchFileSnapshot(PAGE.pathname)
})
