import { ConsoleError } from '../console-error.ts'
import { say } from '../sentences.ts'
import type { Sentence } from '#machine/sentence.ts'

export const PASSWORD_CHARACTERS_MIN = 12
export const PASSWORD_CHARACTERS_MAX = 1_024
/** Fewer are soon guessed, however often they are repeated. */
const DIFFERENT_CHARACTERS_MIN = 5
/** What is left of it when the account's name is taken out. */
const BESIDE_NAME_MIN = 6
/** More than a year behind it. */
const BESIDE_COMMON_MIN = 5

/** The same password, on whichever keyboard it is typed. */
export const normalPassword = (typed: string) => typed.normalize('NFKC')

/** @throws {ConsoleError} that says what a better one has */
export function requireGoodPassword(password: string, name: string): void {
  const fault = faultOf(normalPassword(password), name)
  if (fault !== undefined) throw new ConsoleError('bad-request', fault)
}

function faultOf(password: string, name: string): Sentence | undefined {
  const { length } = Array.from(password)
  const bounds = { min: PASSWORD_CHARACTERS_MIN, max: PASSWORD_CHARACTERS_MAX }
  if (length < bounds.min || length > bounds.max) return say('password.length', { ...bounds, length })
  const plain = password.toLowerCase()
  if (plain.replaceAll(name, '').length < BESIDE_NAME_MIN) return say('password.is-name')
  if (new Set(plain).size < DIFFERENT_CHARACTERS_MIN || besideCommon(plain).length < BESIDE_COMMON_MIN) {
    return say('password.easy')
  }
  return undefined
}

/** The letters and digits that are left when common passwords are taken out of it. */
const besideCommon = (password: string) =>
  COMMON.reduce((rest, common) => rest.replaceAll(common, ''), password.replace(/[^\p{L}\p{N}]/gu, ''))

/** The commonest of lists that were stolen elsewhere, without what is added to make them longer; the longest first. */
const COMMON = [
  'password',
  'passw0rd',
  'passwort',
  'contraseña',
  'contrasena',
  'motdepasse',
  'senha',
  'parola',
  'qwertyuiop',
  'qwerty',
  'qwertz',
  'azerty',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsx',
  'qazwsxedc',
  '1qaz2wsx3edc',
  '1qaz2wsx',
  '1q2w3e4r5t6y',
  '1q2w3e4r5t',
  '1q2w3e4r',
  '0123456789',
  '1234567890',
  '123456789',
  '12345678',
  '123456',
  '987654321',
  'abcdefghijklmnopqrstuvwxyz',
  'abcdefghijkl',
  'abcdefgh',
  'abc123',
  'iloveyou',
  'letmein',
  'welcome',
  'administrator',
  'administrador',
  'admin',
  'changeme',
  'default',
  'secret',
  'master',
  'monkey',
  'dragon',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'superman',
  'trustno1',
  'whatever',
  'correcthorsebatterystaple',
  'chasqui',
].toSorted((one, other) => other.length - one.length)
