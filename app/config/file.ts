import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { ConfigError } from '../config-error.ts'
import { isNested, type Nested } from './values.ts'

/** What `chasqui.yaml` says, as it says it. */
export async function readConfigFile(file: string, mustExist: boolean): Promise<Nested> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    // A file in place of the data folder is reported when the data folder is opened.
    if (!mustExist && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return ''
    const fault = `The config file ${file} cannot be read (${cause.code}).`
    throw new ConfigError(`${fault} Give --config the path of a readable file.`)
  })
  try {
    const value: unknown = parse(text) ?? {}
    if (isNested(value)) return value
  } catch (cause) {
    // After its first line the message quotes the file, which may hold a secret.
    const [where = ''] = cause instanceof Error ? cause.message.split('\n') : []
    throw new ConfigError(`${file} is not YAML: ${where.replace(/:$/, '.')}`)
  }
  throw new ConfigError(`${file} should hold settings such as\nserver:\n  port: 3000`)
}
