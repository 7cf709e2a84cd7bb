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
  const found: string[] = []
  for await (const { name, holds } of wordsByFile(folder, words, except)) if (holds.length > 0) found.push(name)
  return found
}

/** Those of these words that are in a path or in the content of a file below these folders. */
export async function wordsIn(folders: readonly string[], words: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const folder of folders) {
    for await (const { holds } of wordsByFile(folder, words)) for (const word of holds) found.add(word)
  }
  return words.filter((word) => found.has(word))
}

async function* wordsByFile(folder: string, words: readonly string[], except: readonly string[] = []) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const name = path.relative(folder, path.join(entry.parentPath, entry.name))
    if (except.some((part) => name.startsWith(`${part}/`))) continue
    const content = entry.isFile() ? await readFile(path.join(folder, name)) : Buffer.alloc(0)
    yield { name, holds: words.filter((word) => name.includes(word) || content.includes(word)) }
  }
}
