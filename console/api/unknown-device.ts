/** Of a device about which nothing is known; pages say it in their language. */
export const UNKNOWN_DEVICE = { browser: 'another program', network: 'unknown' } as const
