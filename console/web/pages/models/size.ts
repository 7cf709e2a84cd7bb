import { numberOf } from '../../texts/format.ts'

const GIGABYTE = 1e9

/** `3 GB`, `420 MB`: as files and disks are sold. */
export const shownBytes = (bytes: number) =>
  bytes >= GIGABYTE ? inUnit(bytes / GIGABYTE, 'gigabyte') : inUnit(bytes / 1e6, 'megabyte')

const inUnit = (value: number, unit: 'gigabyte' | 'megabyte') =>
  numberOf(value, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 100 ? 1 : 0 })

const MINUTE_SECONDS = 60

/** In whole seconds below a minute, then in whole minutes: nobody knows it better. */
export const shownWait = (seconds: number) =>
  seconds < MINUTE_SECONDS
    ? inTime(Math.ceil(seconds), 'second')
    : inTime(Math.ceil(seconds / MINUTE_SECONDS), 'minute')

const inTime = (value: number, unit: 'second' | 'minute') =>
  numberOf(value, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 })
