import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'

export const TABLES = `
  select table_schema as schema, table_name as name from information_schema.tables
  where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`

/** The tables of a database with a row that holds one of these words, in whatever column. */
export async function tablesWith(client: pg.Pool | pg.Client, words: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(TABLES)
  // As text, and as a bytea column shows it.
  const wanted = words.flatMap((word) => [word, Buffer.from(word).toString('hex')]).map((word) => `%${word}%`)
  const found: string[] = []
  for (const { schema, name } of rows) {
    const text = `select from "${schema}"."${name}" as each where each::text like any($1::text[]) limit 1`
    if ((await client.query(text, [wanted])).rowCount) found.push(name)
  }
  return found
}

/** The files below a folder whose path or content holds one of these words. */
export async function filesWith(folder: string, words: readonly string[], except: readonly string[] = []) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    const name = path.relative(folder, path.join(entry.parentPath, entry.name))
    if (except.some((part) => name.startsWith(`${part}/`))) continue
    const content = entry.isFile() ? await readFile(path.join(folder, name), 'latin1') : ''
    if (words.some((word) => name.includes(word) || content.includes(word))) found.push(name)
  }
  return found
}
