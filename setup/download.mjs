import { createHash } from 'node:crypto'
import { createReadStream, promises as fs } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { pipeline } from 'node:stream/promises'
import { agentFor } from './proxy.mjs'
import { reasonOf, SetupError } from './say.mjs'

const CONNECT_MS_MAX = 5000
const STALL_MS_MAX = 20_000
const REDIRECTS_MAX = 5
const TRIES_MAX = 3

/**
 * Fetches a file whose digest is known, from the first of several addresses that has it. What arrived before a break is
 * kept beside the target (`.part`) and continued where the server can; a file of another digest is refused.
 * @param {{ urls: string[], sha256: string, file: string, connectMsMax?: number }} wanted
 */
export async function download({ urls, sha256, file, connectMsMax = CONNECT_MS_MAX }) {
  if ((await sizeOf(file)) > 0 && (await sha256Of(file)) === sha256) return
  const part = `${file}.part`
  const reasons = []
  for (const url of urls) {
    try {
      await fetchWhole(url, part, connectMsMax)
      const digest = await sha256Of(part)
      if (digest === sha256) return await fs.rename(part, file)
      await fs.rm(part, { force: true })
      reasons.push(`${hostOf(url)} sent another file than the pinned one (sha256 ${digest.slice(0, 12)}…)`)
    } catch (error) {
      reasons.push(`${hostOf(url)}: ${reasonOf(error)}`)
    }
  }
  throw new SetupError(reasons.join('; '))
}

/**
 * @param {string} url
 * @param {string} part
 * @param {number} connectMsMax
 */
async function fetchWhole(url, part, connectMsMax) {
  for (let tries = 1; ; tries++) {
    const have = await sizeOf(part)
    const response = await get(url, { from: have, connectMsMax })
    if (response.statusCode === 416) {
      // The server has nothing after what is here: whole already, or another file. The digest tells.
      response.destroy()
      return
    }
    const isContinued = response.statusCode === 206
    response.setTimeout(STALL_MS_MAX, () => response.destroy(new Error(`nothing came for ${STALL_MS_MAX / 1000} s`)))
    const out = await fs.open(part, isContinued ? 'a' : 'w')
    try {
      for await (const chunk of response) await out.write(chunk)
      return
    } catch (error) {
      if (tries === TRIES_MAX) throw error
    } finally {
      await out.close()
    }
  }
}

/**
 * @param {string} url
 * @param {{ from: number, connectMsMax: number, redirects?: number }} options
 * @returns {Promise<http.IncomingMessage>} with status 200, 206 or 416
 */
async function get(url, { from, connectMsMax, redirects = 0 }) {
  const response = await request(url, from > 0 ? { range: `bytes=${from}-` } : {}, connectMsMax)
  const { statusCode = 0, headers } = response
  if (statusCode === 200 || statusCode === 206 || statusCode === 416) return response
  response.destroy()
  if (statusCode < 300 || statusCode > 399 || !headers.location) throw new Error(`answered ${statusCode}`)
  if (redirects === REDIRECTS_MAX) throw new Error('sends us in circles')
  return await get(new URL(headers.location, url).href, { from, connectMsMax, redirects: redirects + 1 })
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {number} connectMsMax until the first line of the answer, the look-up of the name included
 * @returns {Promise<http.IncomingMessage>}
 */
function request(url, headers, connectMsMax) {
  return new Promise((resolve, reject) => {
    const { get: send } = url.startsWith('https:') ? https : http
    const sent = send(url, { headers: { 'user-agent': 'chasqui', ...headers }, agent: agentFor(url) })
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${connectMsMax / 1000} s`))
      sent.destroy()
    }, connectMsMax)
    sent.on('response', (response) => {
      clearTimeout(timer)
      resolve(response)
    })
    sent.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
  })
}

/** @param {string} file */
export async function sha256Of(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** @param {string} file */
async function sizeOf(file) {
  return await fs.stat(file).then(
    (stats) => stats.size,
    () => 0,
  )
}

/** Addresses may hold a token; only the host is told. @param {string} url */
function hostOf(url) {
  return new URL(url).host
}
