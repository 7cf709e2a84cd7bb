/**
 * @typedef {'unreachable' | 'refused' | 'not-found' | 'stalled' | 'broken-off'} UrlErrorCode
 * @typedef {UrlErrorCode | 'sha256-mismatch' | 'size-mismatch' | 'disk-full' | 'not-writable'} DownloadErrorCode
 *
 * @typedef {object} Details
 * @property {unknown} [cause]
 * @property {boolean} [isTransient] whether a retry of the same URL may succeed
 * @property {number | undefined} [status] what was answered, where that is the reason
 * @property {string} [host] of the URL
 * @property {string} [reason] what is wrong with the URL
 */

/**
 * A download failed. Messages name a URL by host and path only: the rest may hold a secret.
 */
export class DownloadError extends Error {
  /** @override */
  name = 'DownloadError'

  /**
   * @param {DownloadErrorCode} code
   * @param {string} message
   * @param {Details} [details]
   */
  constructor(code, message, { cause, isTransient = false, status, host = '', reason = message } = {}) {
    super(message, { cause })
    this.code = code
    this.isTransient = isTransient
    this.status = status
    this.host = host
    this.reason = reason
  }
}

/**
 * A download from this URL failed.
 * @param {DownloadErrorCode} code
 * @param {string} url
 * @param {string} reason goes on after the name of the URL
 * @param {Details} [details]
 */
export function urlError(code, url, reason, details = {}) {
  const host = parsedUrl(url)?.host ?? NO_URL
  return new DownloadError(code, `${locationOf(url)} ${reason}`, { ...details, host, reason })
}

const NO_URL = 'an address that is no URL'

/**
 * `host/path`, without user, query and fragment: signed URLs carry their secret there.
 * @param {string} url
 */
export function locationOf(url) {
  const parsed = parsedUrl(url)
  return parsed ? parsed.host + parsed.pathname : NO_URL
}

/**
 * (`URL.canParse` came after Node 18.)
 * @param {string} text
 * @param {string} [base]
 */
export function parsedUrl(text, base) {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}
