import { reasonOf } from './say.mjs'

/**
 * A chosen program, as it is written to the result file. `folder` instead of `path` for a whole installation.
 * @typedef {object} Program
 * @property {string} [path]
 * @property {string} [folder]
 * @property {string} [proof] the file by which a folder is known to be whole
 * @property {string} version
 * @property {string} source where it comes from, for a person
 * @property {Record<string, string>} [env] what it needs in its environment
 * @property {string[]} [passedOver] candidates that did not answer, with the reason
 */

/**
 * @typedef {object} Candidate
 * @property {string} name
 * @property {() => Promise<Program | undefined>} find the program, tried out; undefined when this is no option here;
 *   throws when it should have worked
 */

/**
 * A program that is there already, if it starts.
 * @param {string | undefined} file
 * @param {string} source
 * @param {(file: string) => Promise<string>} tryOut returns its version
 * @returns {Promise<Program | undefined>}
 */
export async function installed(file, source, tryOut) {
  return file ? { path: file, version: await tryOut(file), source } : undefined
}

/**
 * The first candidate that starts and answers. The others are not touched.
 * @param {Candidate[]} candidates in order of preference
 * @returns {Promise<{ program?: Program, passedOver: string[] }>}
 */
export async function firstThatAnswers(candidates) {
  /** @type {string[]} */
  const passedOver = []
  for (const candidate of candidates) {
    try {
      const program = await candidate.find()
      if (program) return { program: passedOver.length > 0 ? { ...program, passedOver } : program, passedOver }
    } catch (error) {
      passedOver.push(`${candidate.name}: ${reasonOf(error)}`)
    }
  }
  return { passedOver }
}
